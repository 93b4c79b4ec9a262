import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { SignInFrame } from '#web/features/sign-in/sign-in-frame.tsx';
import { reportSubscriptionQuery } from '#web/features/unsubscribe/unsubscribe.query.ts';
import { UnsubscribeForm } from '#web/features/unsubscribe/unsubscribe-form.tsx';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';

/** Behind the link at the end of a report; nobody has to sign in. */
export function UnsubscribePage(): ReactElement {
  const { token } = useSearch({ from: '/unsubscribe' });
  return token === undefined ? <NoSuchLink /> : <Subscription token={token} />;
}

function Subscription({ token }: { readonly token: string }): ReactElement {
  const { data, error, refetch } = useQuery(reportSubscriptionQuery(token));
  if (data === undefined && isNoLink(error)) return <NoSuchLink />;
  if (data?.isUnsubscribed) return <Done address={data.address} mandateName={data.mandateName} />;
  return (
    <SignInFrame title={<Trans>Unsubscribe from reports</Trans>}>
      {data !== undefined && <UnsubscribeForm token={token} subscription={data} />}
      {data === undefined && error && <ProblemBlock error={error} retry={() => void refetch()} />}
      {data === undefined && !error && <Skeleton className="h-40 w-full" />}
    </SignInFrame>
  );
}

function Done({
  address,
  mandateName,
}: {
  readonly address: string;
  readonly mandateName: string;
}): ReactElement {
  return (
    <SignInFrame title={<Trans>You are unsubscribed</Trans>}>
      <p>
        <Trans>
          <strong className="break-all">{address}</strong> gets no more reports of{' '}
          <strong>{mandateName}</strong>. An administrator of it can subscribe the address again.
        </Trans>
      </p>
    </SignInFrame>
  );
}

function NoSuchLink(): ReactElement {
  return (
    <SignInFrame
      title={<Trans>This link does not work</Trans>}
      lead={<Trans>It was cut on its way. Take the link at the end of a newer report.</Trans>}
    >
      {null}
    </SignInFrame>
  );
}

/** A token with other characters than ours was cut or changed on its way. */
function isNoLink(error: unknown): boolean {
  return error instanceof ApiProblem && (error.code === 'not_found' || error.path === 'query.token');
}
