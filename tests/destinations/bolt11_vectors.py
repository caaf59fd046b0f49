"""The example invoices of BOLT #11 (lightning/bolts, 11-payment-encoding.md), and what they say."""

from __future__ import annotations

from dataclasses import dataclass

from voltage_tui.destinations.bolt11_fields import RouteHop
from voltage_tui.destinations.errors import Reason
from voltage_tui.destinations.networks import Network

SECRET_KEY = 0xE126F68F7EAFCC8B74F54D269FE206BE715000F94DAC067D1C04A8CA3B2DB734
PAYEE = bytes.fromhex("03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad")
HASH = bytes.fromhex("0001020304050607080900010203040506070809000102030405060708090102")
PAYMENT_SECRET = b"\x11" * 32
LIST_OF_THINGS = (
    "One piece of chocolate cake, one icecream cone, one pickle, one slice of swiss cheese, "
    "one slice of salami, one lollypop, one piece of cherry pie, one sausage, one cupcake, "
    "and one slice of watermelon"
)
_S = "sp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs"
_P = "pp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypq"
_H = "hp58yjmdan79s6qqdhdzgynm4zwqd5d7xmw5fk98klysy043l2ahrqs"


@dataclass(frozen=True)
class Valid:
    name: str
    text: str
    amount_msat: int | None
    description: str | None
    prefix: str = "lnbc"
    network: Network = Network.MAINNET
    timestamp: int = 1496314658
    payment_hash: bytes = HASH
    expiry_s: int = 3600
    min_final_cltv: int = 18
    payee: bytes = PAYEE
    features: frozenset[int] = frozenset({8, 14})
    route_hints: tuple[tuple[RouteHop, ...], ...] = ()
    fallback_addresses: tuple[str, ...] = ()
    metadata: bytes | None = None


def _scid(block: int, transaction: int, output: int) -> int:
    return block << 40 | transaction << 16 | output


_NODE = "9e03a901b85534ff1e92c43c74431f7ce72046060fcf7a95c37e148f78c77255"
_COFFEE_BEANS = (
    f"lnbc25m1pvjluez{_P}dq5vdhkven9v5sxyetpdees{_S}9q5sqqqqqqqqqqqqqqqqsgq2a25dxl5hrntdtn6zvydt7"
    "d66hyzsyhqs4wdynavys42xgl6sgx9c4g7me86a27t07mdtfry458rtjr0v92cnmswpsjscgt2vcse3sgpz3uapa"
)
_BEANS_FEATURES = frozenset({8, 14, 99})
_Q51, _Q52, _Q53, _Q54 = ("q" * n for n in (51, 52, 53, 54))

VALID = (
    Valid(
        "any amount",
        f"lnbc1pvjluez{_S}{_P}dpl2pkx2ctnv5sxxmmwwd5kgetjypeh2ursdae8g6twvus8g6rfwvs8qun0dfjkxaq9qrs"
        "gq357wnc5r2ueh7ck6q93dj32dlqnls087fxdwk8qakdyafkq3yap9us6v52vjjsrvywa6rt52cm9r9zqt8r2t7mlc"
        "wspyetp5h2tztugp9lfyql",
        None,
        "Please consider supporting this project",
    ),
    Valid(
        "coffee within a minute",
        f"lnbc2500u1pvjluez{_S}{_P}dq5xysxxatsyp3k7enxv4jsxqzpu9qrsgquk0rl77nj30yxdy8j9vdx85fkpmdla2"
        "087ne0xh8nhedh8w27kyke0lp53ut353s06fv3qfegext0eh0ymjpf39tuven09sam30g4vgpfna3rh",
        250_000_000,
        "1 cup coffee",
        expiry_s=60,
    ),
    Valid(
        "nonsense in UTF-8",
        f"lnbc2500u1pvjluez{_S}{_P}dpquwpc4curk03c9wlrswe78q4eyqc7d8d0xqzpu9qrsgqhtjpauu9ur7fw2thcl4"
        "y9vfvh4m9wlfyz2gem29g5ghe2aak2pm3ps8fdhtceqsaagty2vph7utlgj48u0ged6a337aewvraedendscp573d"
        "xr",
        250_000_000,
        "ナンセンス 1杯",
        expiry_s=60,
    ),
    Valid(
        "hashed description",
        f"lnbc20m1pvjluez{_S}{_P}{_H}9qrsgq7ea976txfraylvgzuxs8kgcw23ezlrszfnh8r6qtfpr6cxga50aj6txm9"
        "rxrydzd06dfeawfk6swupvz4erwnyutnjq7x39ymw6j38gp7ynn44",
        2_000_000_000,
        None,
    ),
    Valid(
        "testnet, P2PKH fallback",
        f"lntb20m1pvjluez{_S}{_H}{_P}fpp3x9et2e20v6pu37c5d9vax37wxq72un989qrsgqdj545axuxtnfemtpwkc45"
        "hx9d2ft7x04mt8q7y6t0k2dge9e7h8kpy9p34ytyslj3yu569aalz2xdk8xkd7ltxqld94u8h2esmsmacgpghe9k8",
        2_000_000_000,
        None,
        prefix="lntb",
        network=Network.TESTNET,
        fallback_addresses=("mk2QpYatsKicvFVuTAQLBryyccRXMUaGHP",),
    ),
    Valid(
        "two hops and a P2PKH fallback",
        f"lnbc20m1pvjluez{_S}{_P}{_H}fpp3qjmp7lwpagxun9pygexvgpjdc4jdj85fr9yq20q82gphp2nflc7jtzrcazr"
        "ra7wwgzxqc8u7754cdlpfrmccae92qgzqvzq2ps8pqqqqqqpqqqqq9qqqvpeuqafqxu92d8lr6fvg0r5gv0heeeqg"
        "crqlnm6jhphu9y00rrhy4grqszsvpcgpy9qqqqqqgqqqqq7qqzq9qrsgqdfjcdk6w3ak5pca9hwfwfh63zrrz06ww"
        "fya0ydlzpgzxkn5xagsqz7x9j4jwe7yj7vaf2k9lqsdk45kts2fd0fkr28am0u4w95tt2nsq76cqw0",
        2_000_000_000,
        None,
        route_hints=(
            (
                RouteHop(bytes.fromhex("02" + _NODE), _scid(66051, 263430, 1800), 1, 20, 3),
                RouteHop(bytes.fromhex("03" + _NODE), _scid(197637, 395016, 2314), 2, 30, 4),
            ),
        ),
        fallback_addresses=("1RustyRX2oai4EYYDpQGWvEL62BBGqN9T",),
    ),
    Valid(
        "P2SH fallback",
        f"lnbc20m1pvjluez{_S}{_H}{_P}fppj3a24vwu6r8ejrss3axul8rxldph2q7z99qrsgqz6qsgww34xlatfj6e3sng"
        "rwfy3ytkt29d2qttr8qz2mnedfqysuqypgqex4haa2h8fx3wnypranf3pdwyluftwe680jjcfp438u82xqphf75ym",
        2_000_000_000,
        None,
        fallback_addresses=("3EktnHQD7RiAE6uzMj2ZifT9YgRrkSgzQX",),
    ),
    Valid(
        "P2WPKH fallback",
        f"lnbc20m1pvjluez{_S}{_H}{_P}fppqw508d6qejxtdg4y5r3zarvary0c5xw7k9qrsgqt29a0wturnys2hhxpner2"
        "e3plp6jyj8qx7548zr2z7ptgjjc7hljm98xhjym0dg52sdrvqamxdezkmqg4gdrvwwnf0kv2jdfnl4xatsqmrnsse",
        2_000_000_000,
        None,
        fallback_addresses=("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",),
    ),
    Valid(
        "P2WSH fallback",
        f"lnbc20m1pvjluez{_S}{_H}{_P}fp4qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q9qrsgq9"
        "vlvyj8cqvq6ggvpwd53jncp9nwc47xlrsnenq2zp70fq83qlgesn4u3uyf4tesfkkwwfg3qs54qe426hp3tz7z6sw"
        "eqdjg05axsrjqp9yrrwc",
        2_000_000_000,
        None,
        fallback_addresses=("bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3",),
    ),
    Valid(
        "P2TR fallback",
        f"lnbc20m1pvjluez{_S}{_P}{_H}fp4pptdvg0d2nj99568qn6ssdy4cygnwuxgw2ukmnwgwz7jpqjz2kszs9qrsgqy"
        "606dznq28exnydt2r4c29y56xjtn3sk4mhgjtl4pg2y4ar3249rq4ajlmj9jy8zvlzw7cr8mggqzm842xfr0v72rs"
        "wzq9xvr4hknfsqwmn6xd",
        2_000_000_000,
        None,
        fallback_addresses=("bc1pptdvg0d2nj99568qn6ssdy4cygnwuxgw2ukmnwgwz7jpqjz2kszse2s3lm",),
    ),
    Valid(
        "pico amount",
        "lnbc9678785340p1pwmna7lpp5gc3xfm08u9qy06djf8dfflhugl6p7lgza6dsjxq454gxhj9t7a0sd8dgfkx7cmtw"
        "d68yetpd5s9xar0wfjn5gpc8qhrsdfq24f5ggrxdaezqsnvda3kkum5wfjkzmfqf3jkgem9wgsyuctwdus9xgrcyq"
        "cjcgpzgfskx6eqf9hzqnteypzxz7fzypfhg6trddjhygrcyqezcgpzfysywmm5ypxxjemgw3hxjmn8yptk7untd9h"
        f"xwg3q2d6xjcmtv4ezq7pqxgsxzmnyyqcjqmt0wfjjq6t5v4khx{_S}xqyjw5qcqp2rzjq0gxwkzc8w6323m55m4j"
        "yxcjwmy7stt9hwkwe2qxmy8zpsgg7jcuwz87fcqqeuqqqyqqqqlgqqqqn3qq9q9qrsgqrvgkpnmps664wgkp43l22"
        "qsgdw4ve24aca4nymnxddlnp8vh9v2sdxlu5ywdxefsfvm0fq3sesf08uf6q9a2ke0hc9j6z6wlxg5z5kqpu2v9wz",
        967_878_534,
        "Blockstream Store: 88.85 USD for Blockstream Ledger Nano S x 1, "
        '"Back In My Day" Sticker x 2, "I Got Lightning Working" Sticker x 2 and 1 more items',
        timestamp=1572468703,
        payment_hash=bytes.fromhex(
            "462264ede7e14047e9b249da94fefc47f41f7d02ee9b091815a5506bc8abf75f"
        ),
        expiry_s=604_800,
        min_final_cltv=10,
        route_hints=(
            (
                RouteHop(
                    bytes.fromhex(
                        "03d06758583bb5154774a6eb221b1276c9e82d65bbaceca806d90e20c108f4b1c7"
                    ),
                    _scid(589390, 3312, 1),
                    1000,
                    2500,
                    40,
                ),
            ),
        ),
    ),
    Valid(
        "features 8, 14 and 99",
        _COFFEE_BEANS,
        2_500_000_000,
        "coffee beans",
        features=_BEANS_FEATURES,
    ),
    Valid(
        "all upper case",
        _COFFEE_BEANS.upper(),
        2_500_000_000,
        "coffee beans",
        features=_BEANS_FEATURES,
    ),
    Valid(
        "fields to be ignored",
        f"lnbc25m1pvjluez{_P}dq5vdhkven9v5sxyetpdees{_S}9q5sqqqqqqqqqqqqqqqqsgq2qrqqqfppn{'q' * 32}"
        f"ppn{_Q51}pp4{_Q53}hpn{_Q51}hp4{_Q53}spn{_Q51}sp4{_Q53}np5{_Q52}npk{_Q54}"
        "z599y53s3ujmcfjp5xrdap68qxymkqphwsexhmhr8wdz5usdzkzrse33chw6dlp3jhuhge9ley7j2ayx36kawe7km"
        "gg8sv5ugdyusdcqzn8z9x",
        2_500_000_000,
        "coffee beans",
        features=_BEANS_FEATURES,
    ),
    Valid(
        "metadata",
        f"lnbc10m1pvjluez{_P}dp9wpshjmt9de6zqmt9w3skgct5vysxjmnnd9jx2mq8q8a04uq{_S}9q2gqqqqqqsgq7hf8h"
        "e7ecf7n4ffphs6awl9t6676rrclv9ckg3d3ncn7fct63p6s365duk5wrk202cfy3aj5xnnp5gs3vrdvruverwwq7y"
        "zhkf5a3xqpd05wjc",
        1_000_000_000,
        "payment metadata inside",
        features=frozenset({8, 14, 48}),
        metadata=bytes.fromhex("01fafaf0"),
    ),
    Valid(
        "high-S signature, recovered",
        f"lnbc1pvjluez{_S}{_P}dpl2pkx2ctnv5sxxmmwwd5kgetjypeh2ursdae8g6twvus8g6rfwvs8qun0dfjkxaq9qrs"
        "gq357wnc5r2ueh7ck6q93dj32dlqnls087fxdwk8qakdyafkq3yap2r09nt4ndd0unm3z9u5t48y6ucv4r5sg7lk9"
        "8c77ctvjczkspk5qprc90gx",
        None,
        "Please consider supporting this project",
        # The specification negated S and kept the recovery id, so another key comes out of it.
        payee=bytes.fromhex("02d0139ce7427d6dfffd26a326c18be754ef1e64672b42694ba5b23ef6e6e7803d"),
    ),
)

INVALID = (
    (
        "required unknown feature 100",
        f"lnbc25m1pvjluez{_P}dq5vdhkven9v5sxyetpdees{_S}9q4psqqqqqqqqqqqqqqqqsgqtqyx5vggfcsll4wu246h"
        "z02kp85x4katwsk9639we5n5yngc3yhqkm35jnjw4len8vrnqnf5ejh0mzj9n3vz2px97evektfm2l6wqccp3y7372",
        Reason.FEATURE,
    ),
    (
        "checksum",
        f"lnbc2500u1pvjluez{_P}dpquwpc4curk03c9wlrswe78q4eyqc7d8d0xqzpuyk0sg5g70me25alkluzd2x62aysf"
        "2pyy8edtjeevuv4p2d5p76r4zkmneet7uvyakky2zr4cusd45tftc9c5fh0nnqpnl2jfll544esqchsrnt",
        Reason.CHECKSUM,
    ),
    (
        "no separator",
        f"pvjluez{_P}dpquwpc4curk03c9wlrswe78q4eyqc7d8d0xqzpuyk0sg5g70me25alkluzd2x62aysf2pyy8edtje"
        "evuv4p2d5p76r4zkmneet7uvyakky2zr4cusd45tftc9c5fh0nnqpnl2jfll544esqchsrny",
        Reason.MALFORMED,
    ),
    (
        "mixed case",
        f"LNBC2500u1pvjluez{_P}dpquwpc4curk03c9wlrswe78q4eyqc7d8d0xqzpuyk0sg5g70me25alkluzd2x62aysf"
        "2pyy8edtjeevuv4p2d5p76r4zkmneet7uvyakky2zr4cusd45tftc9c5fh0nnqpnl2jfll544esqchsrny",
        Reason.MIXED_CASE,
    ),
    (
        "signature cannot be recovered",
        f"lnbc2500u1pvjluez{_P}dq5xysxxatsyp3k7enxv4jsxqzpu{_S}9qrsgqwgt7mcn5yqw3yx0w94pswkpq6j9uh6x"
        "fqqqtsk4tnarugeektd4hg5975x9am52rz4qskukxdmjemg92vvqz8nvmsye63r5ykel43pgz7zq0g2",
        Reason.SIGNATURE,
    ),
    (
        "too short",
        f"lnbc1pvjluez{_P}dpl2pkx2ctnv5sxxmmwwd5kgetjypeh2ursdae8g6na6hlh",
        Reason.MALFORMED,
    ),
    (
        "multiplier",
        f"lnbc2500x1pvjluez{_P}dq5xysxxatsyp3k7enxv4jsxqzpu{_S}9qrsgqrrzc4cvfue4zp3hggxp47ag7xnrlr8v"
        "gcmkjxk3j5jqethnumgkpqp23z9jclu3v0a7e0aruz366e9wqdykw6dxhdzcjjhldxq0w6wgqcnu43j",
        Reason.AMOUNT,
    ),
    (
        "finer than a millisatoshi",
        f"lnbc2500000001p1pvjluez{_P}dq5xysxxatsyp3k7enxv4jsxqzpu{_S}9qrsgq0lzc236j96a95uv0m3umg28gc"
        "lm5lqxtqqwk32uuk4k6673k6n5kfvx3d2h8s295fad45fdhmusm8sjudfhlf6dcsxmfvkeywmjdkxcp99202x",
        Reason.AMOUNT,
    ),
    (
        "no payment secret",
        f"lnbc20m1pvjluez{_P}{_H}9qrsgq7ea976txfraylvgzuxs8kgcw23ezlrszfnh8r6qtfpr6cxga50aj6txm9rxry"
        "dzd06dfeawfk6swupvz4erwnyutnjq7x39ymw6j38gp49qdkj",
        Reason.MISSING_FIELD,
    ),
    (
        "high-S signature of a named payee",
        f"lnbc25m1p70xwfz{_P}dpl2pkx2ctnv5sxxmmwwd5kgetjypeh2ursdae8g6twvus8g6rfwvs8qun0dfjkxaqnp4q0"
        "n326hr8v9zprg8gsvezcch06gfaqqhde2aj730yg0durunfhv66"
        f"{_S}9qrsgq{_S}"
        "p5cfzp9ugllvk03rltd6hvndxj26ux6gcxc5azyxk060rj9tzghct5zvjlps76gx8wpq5yuu79688k8gnm2c0al6v6"
        "08s96l0xzrrlqqwnzxmu",
        Reason.SIGNATURE,
    ),
)
