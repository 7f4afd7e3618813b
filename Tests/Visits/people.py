"""Made-up people with made-up bikes, as many as a test needs: none of them can be anybody's.

Identity numbers are of the unassigned region 990001, bank cards begin with 629999, which no bank has.
people.py COUNT prints an extract of the registry with so many of them.
"""
import datetime
import hashlib
import hmac
import sys

BANK_CARD = "6299990000000012348"
HEADINGS = "号牌号码,号牌种类,登记日期,身份证号,标称电压,品牌型号,车架号,电机号"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_FIRST_BIRTH = datetime.date(1950, 1, 1)


class Person:
    """The index-th person, 0 to 18,000, and that person's bike."""

    def __init__(self, index):
        self.index = index
        self.birth = (_FIRST_BIRTH + datetime.timedelta(days=index)).strftime("%Y%m%d")
        digits = f"990001{self.birth}{1 + 2 * (index % 50):03d}"
        self.number = digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, _WEIGHTS)) % 11]
        self.plate = f"拉萨C{index:05d}"
        self.volts = (48, 60, 72)[index % 3]

    def serial(self, part):
        """What stands on a part of the bike; no two bikes share one."""
        return f"{part.upper()}-{self.index:05d}-990001"

    def registry_line(self):
        return f"{self.plate},white-red,2021-05-05,{self.number},{self.volts},,,"

    def text_block(self):
        """What a resident's card says: 256 bytes, UTF-16LE in fixed fields."""
        block = bytearray(" ".encode("utf-16-le") * 128)
        fields = [
            (0, 15, "演练"), (30, 1, "1"), (32, 2, "01"), (36, 8, self.birth), (52, 35, f"样本路{self.index}号"),
            (122, 18, self.number), (158, 15, "测试县公安局"), (188, 8, "20180501"), (204, 8, "20380501"),
        ]
        for offset, room, text in fields:
            data = text[:room].encode("utf-16-le")
            block[offset : offset + len(data)] = data
        return bytes(block)

    def digest(self, key):
        """By which the programme knows the person: HMAC-SHA-256 with its digest key."""
        return hmac.new(key, b"person\0" + self.number.encode(), hashlib.sha256).hexdigest()


def photo(index, size):
    """Bytes that pass for a JPEG, no two alike."""
    return b"\xff\xd8\xff\xe0" + hashlib.shake_128(str(index).encode()).digest(size)


def registry(count):
    """An extract of the police's registry with the first people's bikes."""
    return "\n".join([HEADINGS] + [Person(index).registry_line() for index in range(count)]) + "\n"


if __name__ == "__main__":
    sys.stdout.write(registry(int(sys.argv[1])))
