import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { ReactElement } from 'react';
import { mandateDetailQuery } from '#web/features/mandates/mandate-detail.query.ts';
import { MandateView } from '#web/features/mandates/mandate-view.tsx';
import { OperatorOnly } from '#web/features/operator/operator-only.tsx';
import { PageHeader } from '#web/ui/page-header.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';

/** One mandate: its figures, its money, and what the operator can do with it. */
export function MandatePage(): ReactElement {
  const { mandateId } = useParams({ from: '/shell/admin/mandates/$mandateId' });
  return (
    <>
      <p className="mb-2">
        <Link
          to="/admin/mandates"
          className="inline-flex min-h-6 items-center gap-1.5 text-accent underline-offset-4 hover:underline"
        >
          <ArrowLeft aria-hidden className="size-4" />
          <Trans>All mandates</Trans>
        </Link>
      </p>
      <OperatorOnly resource="resource.identity.mandates">
        <Mandate key={mandateId} mandateId={mandateId} />
      </OperatorOnly>
    </>
  );
}

function Mandate({ mandateId }: { readonly mandateId: string }): ReactElement {
  const detail = useQuery(mandateDetailQuery(mandateId));
  if (detail.data) return <MandateView mandate={detail.data} />;
  return (
    <>
      <PageHeader title={<Trans>Mandate</Trans>} />
      {detail.isPending ? (
        <Skeleton className="h-96 w-full" />
      ) : (
        <ProblemBlock error={detail.error} retry={() => void detail.refetch()} />
      )}
    </>
  );
}
