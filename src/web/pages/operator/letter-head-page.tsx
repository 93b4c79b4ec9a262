import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { issuerQuery } from '#web/features/letter-head/issuer.query.ts';
import { LetterHeadForm } from '#web/features/letter-head/letter-head-form.tsx';
import { OperatorOnly } from '#web/features/operator/operator-only.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';

/** Who issues statements and invoices. */
export function LetterHeadPage(): ReactElement {
  return (
    <>
      <PageHeader
        title={<Trans>Letter head</Trans>}
        lead={<Trans>Who issues statements and invoices, and where customers pay.</Trans>}
      />
      <OperatorOnly resource="resource.billing.terms">
        <LetterHeadBody />
      </OperatorOnly>
    </>
  );
}

function LetterHeadBody(): ReactElement {
  const issuer = useQuery(issuerQuery);
  if (issuer.error) return <ProblemBlock error={issuer.error} retry={() => void issuer.refetch()} />;
  if (issuer.data === undefined) return <Skeleton className="h-[52rem] w-full max-w-5xl rounded-2xl" />;
  return (
    <>
      {issuer.data === null && (
        <p className="mb-6 max-w-5xl rounded-xl border border-line bg-sunken p-4">
          <Trans>There is no letter head yet: nothing can be issued without it.</Trans>
        </p>
      )}
      <LetterHeadForm read={issuer.data} />
    </>
  );
}
