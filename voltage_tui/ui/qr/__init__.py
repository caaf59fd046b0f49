"""QR codes that scan from any terminal: encoding, geometry, drawing, and a picture file."""
