import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { type ReactElement, type ReactNode, useState } from 'react';
import { timeText } from '#web/lib/time-text.ts';
import { Button } from '#web/ui/button.tsx';
import { CopyLinkButton } from '#web/ui/copy-button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { MailContent } from './mail-content.tsx';
import { MailStateText } from './mail-list.tsx';
import { MAIL_KIND_WORDS } from './mail-words.ts';
import { type OutboxMail, outboxMailQuery, useListedMail } from './outbox.query.ts';
import type { OutboxSearch } from './outbox-search.ts';
import { SendAgainButton } from './send-again-button.tsx';

/** Can hold a link or a code that opens something. */
const WITH_SECRET: readonly OutboxMail['kind'][] = ['invitation', 'password_reset'];

/** One mail at the side. What can hold a secret is read only at a press that says that it is recorded. */
export function MailDrawer({
  mailId,
  search,
  onClose,
}: {
  readonly mailId: string;
  readonly search: OutboxSearch;
  readonly onClose: () => void;
}): ReactElement {
  const [isAskedFor, setIsAskedFor] = useState(false);
  const listed = useListedMail(mailId, search.state);
  const isHarmless = listed !== undefined && !WITH_SECRET.includes(listed.kind);
  return (
    <DialogFrame
      title={listed?.subject ?? <Trans>Mail</Trans>}
      isOpen
      side
      onClose={onClose}
      actions={<CopyLinkButton />}
    >
      {isAskedFor || isHarmless ? (
        <MailText mailId={mailId} listed={listed} />
      ) : (
        <div className="flex flex-col gap-4">
          {listed && <MailHead mail={listed} />}
          {listed && <SendAgainButton mail={listed} />}
          <div className="flex gap-3 rounded-xl border border-warn bg-warn-soft p-4">
            <KeyRound aria-hidden className="mt-0.5 size-5 shrink-0 text-warn" />
            <p>
              <Trans>
                This mail can hold a link that opens an account. Reading it is recorded in the audit log, with
                your name.
              </Trans>
            </p>
          </div>
          <div>
            <Button look="primary" onPress={() => setIsAskedFor(true)}>
              <Trans>Read it, and have it recorded</Trans>
            </Button>
          </div>
        </div>
      )}
    </DialogFrame>
  );
}

/** It is read once; the state follows the list. */
function MailText({
  mailId,
  listed,
}: {
  readonly mailId: string;
  readonly listed: OutboxMail | undefined;
}): ReactElement {
  const mail = useQuery(outboxMailQuery(mailId));
  if (mail.isPending) return <Skeleton className="h-72 w-full" />;
  if (mail.data === undefined) return <ProblemBlock error={mail.error} retry={() => void mail.refetch()} />;
  return (
    <div className="flex flex-col gap-4">
      <MailHead mail={listed ?? mail.data} />
      <SendAgainButton mail={listed ?? mail.data} />
      <MailContent mail={mail.data} />
    </div>
  );
}

function MailHead({ mail }: { readonly mail: OutboxMail }): ReactElement {
  const { t } = useLingui();
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
      <Line name={<Trans>To</Trans>}>
        <span className="break-all">{mail.to}</span>
      </Line>
      <Line name={<Trans>Kind</Trans>}>{t(MAIL_KIND_WORDS[mail.kind])}</Line>
      <Line name={<Trans>State</Trans>}>
        <MailStateText mail={mail} />
      </Line>
      <Line name={<Trans>Written</Trans>}>
        <span className="figures">{timeText(mail.createdAt, { seconds: true })}</span>
      </Line>
      {mail.sentAt !== undefined && (
        <Line name={<Trans>Sent</Trans>}>
          <span className="figures">{timeText(mail.sentAt, { seconds: true })}</span>
        </Line>
      )}
      {mail.bouncedAt !== undefined && (
        <Line name={<Trans>Bounced</Trans>}>
          <span className="figures">{timeText(mail.bouncedAt, { seconds: true })}</span>
        </Line>
      )}
      {mail.lastError !== undefined && (
        <Line name={<Trans>Last error</Trans>}>
          <span className="break-words text-bad">{mail.lastError}</span>
        </Line>
      )}
    </dl>
  );
}

function Line({ name, children }: { readonly name: ReactNode; readonly children: ReactNode }): ReactElement {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
