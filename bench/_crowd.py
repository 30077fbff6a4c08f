"""Fills a demo bank with any number of further customers, written straight into the tables."""

from __future__ import annotations

import psycopg

_ROWS = (
    """INSERT INTO bank_customer (id, ref, kind, name_zh, name_en, title_zh, title_en, id_type,
         id_number, born_on, home_branch_id, language, needs, search)
       SELECT gen_random_uuid(), 'CROWD-' || n, 'person', '客户' || n, 'Customer ' || n, '先生',
         'Mr', 'resident_id', '32010119' || lpad(n::text, 10, '0'), date '1950-01-01' + n %% 18000,
         (SELECT id FROM staff_branch ORDER BY code LIMIT 1), 'zh-hans', '[]',
         ARRAY['客', '户', n::text]
       FROM generate_series(0, %(last)s) AS n""",
    """INSERT INTO bank_account (id, ref, customer_id, kind, number, currency, balance, status,
         opened_on, branch_id)
       SELECT gen_random_uuid(), c.ref || '-D', c.id, 'demand', '6217' || substr(c.id_number, 7),
         'CNY', 10000 + (hashtext(c.ref) & 65535), 'open', date '2015-03-02', c.home_branch_id
       FROM bank_customer c WHERE c.ref LIKE 'CROWD-%%'""",
    """INSERT INTO bank_account (id, ref, customer_id, kind, number, currency, balance, status,
         opened_on, branch_id)
       SELECT gen_random_uuid(), c.ref || '-C', c.id, 'credit', '6225' || substr(c.id_number, 7),
         'CNY', -(hashtext(c.ref) & 4095), 'open', date '2018-03-02', c.home_branch_id
       FROM bank_customer c WHERE c.ref LIKE 'CROWD-%%'""",
    """INSERT INTO bank_card (id, ref, customer_id, account_id, issuing_branch_id, kind, number,
         currencies, status, credit_limit, statement_day)
       SELECT gen_random_uuid(), a.ref || '-K', a.customer_id, a.id, a.branch_id,
         CASE a.kind WHEN 'credit' THEN 'credit' ELSE 'debit' END, a.number, ARRAY['CNY'], 'active',
         CASE a.kind WHEN 'credit' THEN 20000 END, CASE a.kind WHEN 'credit' THEN 10 END
       FROM bank_account a WHERE a.ref LIKE 'CROWD-%%'""",
    """INSERT INTO bank_statement (id, ref, card_id, dated, due_on, currency, amount, minimum, paid)
       SELECT gen_random_uuid(), k.ref || '-S', k.id, current_date - 12, current_date + 13, 'CNY',
         2500, 250, 0 FROM bank_card k WHERE k.ref LIKE 'CROWD-%%' AND k.kind = 'credit'""",
    """INSERT INTO bank_agreement (id, ref, customer_id, kind, account_id, signed_on, terms)
       SELECT gen_random_uuid(), a.ref || '-A', a.customer_id, 'utility_debit', a.id,
         date '2020-03-02', '{"biller": "Water"}'
       FROM bank_account a WHERE a.ref LIKE 'CROWD-%%' AND a.kind = 'demand'""",
    """INSERT INTO bank_contactpoint (id, ref, customer_id, kind, value, quality)
       SELECT gen_random_uuid(), c.ref || '-M', c.id, 'mobile',
         '139' || lpad((hashtext(c.ref) & 99999999)::text, 8, '0'), 'verified'
       FROM bank_customer c WHERE c.ref LIKE 'CROWD-%%'""",
)


def fill(url: str, customers: int) -> None:
    """Adds so many customers, each with two accounts, two cards, a statement and an agreement."""
    with psycopg.connect(url, autocommit=True) as connection:
        for rows in _ROWS:
            connection.execute(rows, {"last": customers - 1})
        connection.execute("VACUUM (ANALYZE)")
