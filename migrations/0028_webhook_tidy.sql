-- Messages to webhooks are not kept for ever (src/billing/notifications/delivery-tidy.ts), and a warning that cannot be told is put off.

grant delete on billing_webhook_delivery to rappen_app;
grant update (due_at) on billing_notice to rappen_app;
