-- Lists and sums by API key and by amount. What was measured: docs/adr/0014-reading-by-key-and-amount.md.

-- The calls of one key. Sums are read from the index alone.
create index billing_transaction_key on billing_transaction (mandate_id, api_key_id, at) include (amount) where api_key_id is not null;

-- Along the time, now with the amounts: which bookings have the amounts that are meant, is read from the index alone.
drop index billing_transaction_time;
create index billing_transaction_time on billing_transaction (mandate_id, at) include (amount);

-- The same of amounts that few bookings have: CHF 0.10 and more, and nothing at all. So calls hardly pay for it.
create index billing_transaction_rare_amount on billing_transaction (mandate_id, at) include (amount)
  where abs(amount) >= 100000000 or amount = 0;
