/** What must be true of invoices, one query a check, as in `checks.ts`. */
export const INVOICE_CHECKS: Readonly<Record<string, string>> = {
  'invoice: what was paid is the sum of its payments': `
    select i.mandate_id, i.id::text, coalesce(p.amount, 0)::text as expected, i.paid::text as found
    from invoice i
    left join (select mandate_id, invoice_id, sum(amount) as amount from invoice_payment group by 1, 2) p
      on p.mandate_id = i.mandate_id and p.invoice_id = i.id
    where i.paid <> coalesce(p.amount, 0)`,

  'invoice: what was credited is the sum of its credit notes': `
    select i.mandate_id, i.id::text, coalesce(c.amount, 0)::text as expected, i.credited::text as found
    from invoice i
    left join (select mandate_id, invoice_id, sum(amount) as amount from invoice_credit_note group by 1, 2) c
      on c.mandate_id = i.mandate_id and c.invoice_id = i.id
    where i.credited <> coalesce(c.amount, 0)`,

  'invoice: payments and credit notes free in the wallet what the invoice had charged': `
    select i.mandate_id, i.id::text, concat_ws(' and ', f.payments, f.credits) as expected,
           concat_ws(' and ', coalesce(p.booked, 0), coalesce(c.booked, 0)) as found
    from invoice i
    cross join lateral (
      select trunc(case when i.paid >= i.total then i.wallet_total + i.paid - i.total else div(i.wallet_total::numeric * i.paid, i.total) end) as payments,
             div(i.wallet_total::numeric * i.credited, i.total) as credits) f
    left join (select p.mandate_id, p.invoice_id, sum(t.amount) as booked from invoice_payment p
               join billing_transaction t on t.mandate_id = p.mandate_id and t.id = p.transaction_id and t.type in ('payment', 'reversal') group by 1, 2) p
      on p.mandate_id = i.mandate_id and p.invoice_id = i.id
    left join (select c.mandate_id, c.invoice_id, sum(t.amount) as booked from invoice_credit_note c
               join billing_transaction t on t.mandate_id = c.mandate_id and t.id = c.transaction_id and t.type = 'adjustment' group by 1, 2) c
      on c.mandate_id = i.mandate_id and c.invoice_id = i.id
    where f.payments <> coalesce(p.booked, 0) or f.credits <> coalesce(c.booked, 0)`,

  'invoice: it says what its document says': `
    select i.mandate_id, i.id::text, concat_ws(', ', d.number, d.figures ->> 'total', d.figures ->> 'charged') as expected,
           concat_ws(', ', i.number, i.total, i.wallet_total) as found
    from invoice i
    left join billing_document d on d.mandate_id = i.mandate_id and d.id = i.id and d.kind = 'invoice'
    where (i.number, i.month, i.total::text, i.wallet_total::text)
      is distinct from (d.number, d.period, d.figures ->> 'total', d.figures ->> 'charged')`,
};
