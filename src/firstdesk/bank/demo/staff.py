"""The demo bank: its branches and the thirty people who work there."""

from __future__ import annotations

from typing import NamedTuple

from django.contrib.auth.hashers import make_password

from firstdesk.staff.models import Branch, Staff
from firstdesk.staff.roles import Role

RIVERSIDE, WESTSIDE, HITECH, CENTRE, HEAD = "BJ01", "CX02", "GX03", "KF00", "ZH00"
BRANCHES = (
    (RIVERSIDE, "滨江支行", "Riverside", Branch.Kind.BRANCH),
    (WESTSIDE, "城西支行", "Westside", Branch.Kind.BRANCH),
    (HITECH, "高新支行", "Hi-tech", Branch.Kind.BRANCH),
    (CENTRE, "客服中心", "Contact centre", Branch.Kind.CONTACT_CENTRE),
    (HEAD, "总行", "Head office", Branch.Kind.HEAD_OFFICE),
)


class Person(NamedTuple):
    """One employee."""

    username: str
    zh: str
    en: str
    role: Role
    branch: str
    window: str = ""


PEOPLE = (
    Person("t01", "沈一鸣", "Shen Yiming", Role.TELLER, RIVERSIDE, "1"),
    Person("t02", "方可", "Fang Ke", Role.TELLER, RIVERSIDE, "2"),
    Person("t03", "陆青", "Lu Qing", Role.TELLER, RIVERSIDE, "3"),
    Person("p04", "何远", "He Yuan", Role.PERSONAL_BANKER, RIVERSIDE, "4"),
    Person("c05", "许航", "Xu Hang", Role.CORPORATE_BANKER, RIVERSIDE, "5"),
    Person("p06", "周蔓", "Zhou Man", Role.PERSONAL_BANKER, RIVERSIDE, "6"),
    Person("l01", "林晓岚", "Lin Xiaolan", Role.LOBBY_MANAGER, RIVERSIDE),
    Person("m01", "顾明远", "Gu Mingyuan", Role.BRANCH_MANAGER, RIVERSIDE),
    Person("d01", "郑秋实", "Zheng Qiushi", Role.LOAN_OFFICER, RIVERSIDE),
    Person("t11", "何婧", "He Jing", Role.TELLER, WESTSIDE, "1"),
    Person("t12", "罗一帆", "Luo Yifan", Role.TELLER, WESTSIDE, "2"),
    Person("p13", "苏禾", "Su He", Role.PERSONAL_BANKER, WESTSIDE, "3"),
    Person("c14", "唐砚", "Tang Yan", Role.CORPORATE_BANKER, WESTSIDE, "4"),
    Person("l11", "叶晚", "Ye Wan", Role.LOBBY_MANAGER, WESTSIDE),
    Person("m11", "韩立言", "Han Liyan", Role.BRANCH_MANAGER, WESTSIDE),
    Person("d11", "孟初", "Meng Chu", Role.LOAN_OFFICER, WESTSIDE),
    Person("t21", "江若宁", "Jiang Ruoning", Role.TELLER, HITECH, "1"),
    Person("t22", "石磊然", "Shi Leiran", Role.TELLER, HITECH, "2"),
    Person("p23", "夏雨桐", "Xia Yutong", Role.PERSONAL_BANKER, HITECH, "3"),
    Person("c24", "范景行", "Fan Jingxing", Role.CORPORATE_BANKER, HITECH, "4"),
    Person("l21", "白溪", "Bai Xi", Role.LOBBY_MANAGER, HITECH),
    Person("m21", "秦柏川", "Qin Baichuan", Role.BRANCH_MANAGER, HITECH),
    Person("d21", "余舟", "Yu Zhou", Role.LOAN_OFFICER, HITECH),
    Person("k01", "钟晴", "Zhong Qing", Role.CONTACT_CENTRE_AGENT, CENTRE),
    Person("k02", "田小禾", "Tian Xiaohe", Role.CONTACT_CENTRE_AGENT, CENTRE),
    Person("k03", "崔立", "Cui Li", Role.CONTACT_CENTRE_AGENT, CENTRE),
    Person("q01", "邵文瑾", "Shao Wenjin", Role.QUALITY_OFFICER, HEAD),
    Person("q02", "康宁", "Kang Ning", Role.QUALITY_OFFICER, HEAD),
    Person("a01", "姚之恒", "Yao Zhiheng", Role.ADMINISTRATOR, HEAD),
    Person("u01", "丁若谷", "Ding Ruogu", Role.AUDITOR, HEAD),
)

# What the command line prints: one person for each role, the mocks' people first.
_SHOWN = ("t03", "l01", "p04", "c05", "m01", "d01", "k01", "q01", "a01", "u01")
SIGN_INS = tuple(
    (p.username, f"{p.zh} {p.en}", str(p.role.value).replace("_", " "))
    for name in _SHOWN
    for p in PEOPLE
    if p.username == name
)
"""(staff number, name, role) of one person for each role."""


def make_branches() -> int:
    """Creates the branches that are missing; returns how many."""
    made = 0
    for code, zh, en, kind in BRANCHES:
        values = {"name_zh": zh, "name_en": en, "kind": kind}
        town = {"city_zh": "澄江市", "city_en": "Chengjiang"}
        _, new = Branch.objects.get_or_create(code=code, defaults={**values, **town})
        made += new
    return made


def make_people(password: str) -> int:
    """Creates the people who are missing; those who are there keep their password."""
    known = set(Staff.objects.values_list("username", flat=True))
    missing = [person for person in PEOPLE if person.username not in known]
    if not missing:
        return 0
    places = {branch.code: branch for branch in Branch.objects.all()}
    # One demo password, hashed once: hashing thirty times is slow on purpose.
    stored = make_password(password)
    Staff.objects.bulk_create(
        Staff(
            username=person.username,
            password=stored,
            name_zh=person.zh,
            name_en=person.en,
            role=person.role,
            branch=places[person.branch],
            window=person.window,
        )
        for person in missing
    )
    return len(missing)
