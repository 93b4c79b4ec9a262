-- Mandates that pay by bank transfer, with 20 top-ups of a Rappen: each has asked for so many top-ups of 100 francs, and has as many invoices of 108.10, one a month. References
-- lie in asked_reference (n from 1, top_up, invoice). $1: how many mandates.
create temp table payer as
select gen_random_uuid() as mandate, gen_random_uuid() as wallet, n from generate_series(1, $1::int4) n;

insert into mandate (mandate_id, name) select mandate, 'Muster ' || n || ' AG' from payer;
insert into billing_settings (mandate_id, billing_model) select mandate, 'prepaid_mandate' from payer;
insert into billing_account (mandate_id, id, kind, floor, floor_wanted) select mandate, wallet, 'wallet', 0, 0 from payer;
insert into billing_account (mandate_id, id, kind)
select mandate, house_account_id(mandate, k), k from payer cross join unnest(array['funding', 'usage', 'adjustment', 'opening', 'absorbed', 'receivable']) k;

-- What was booked before: twenty rows each, so that the ledger is not empty when the first payment comes.
insert into billing_transaction (mandate_id, account_id, seq, id, counter_account_id, amount, balance_after, type, at, idempotency_key, request_hash)
select mandate, wallet, s, gen_random_uuid(), house_account_id(mandate, 'funding'), 10000000, s * 10000000, 'top_up', now() - interval '1 day', 'bench/' || s, wallet
from payer cross join generate_series(1, 20) s;
update billing_account a set posted = 200000000, seq = 20 from payer p where a.mandate_id = p.mandate and a.id = p.wallet;

create temp table asked as
select p.mandate, gen_random_uuid() as id, r.n, r.top_up, r.invoice from asked_reference r join payer p on p.n = 1 + (r.n - 1) % $1::int4;

insert into top_up_request (mandate_id, id, amount, payable, reference, reference_kind, document_id, number, requested_by, mailed_at)
select mandate, id, 100000000000, 100000000000, top_up, 'QRR', id, 'TU-' || n, id, now() from asked;
insert into payment_reference (reference, about_mandate_id, request_id) select top_up, mandate, id from asked;

insert into invoice (mandate_id, id, number, month, issued_on, due_on, total, wallet_total, reference, reference_kind, mailed_at)
select mandate, id, 'IN-' || n, to_char(date '2020-01-01' + ((n - 1) / $1::int4) * interval '1 month', 'YYYY-MM'), '2026-11-01', '2026-12-01', 108100000000,
       100000000000, invoice, 'QRR', now() from asked;
insert into invoice_reference (reference, about_mandate_id, invoice_id) select invoice, mandate, id from asked;
