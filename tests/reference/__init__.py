"""The published API reference as a judge: the simulator and the client are checked against it.

Nothing here repeats the reference. `document` reads its tables, `prose` the few shapes it gives in
sentences, `operations` and `errors` its lists; `shapes.validate` and `answers.validate_answer` then
judge what was sent or received. Where the reference is not on the machine, the tests that need it
are skipped (`location.needs_reference`).
"""
