import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { answerOf, api } from '#web/lib/api/rappen-client.ts';
import { notify } from '#web/lib/notices.ts';

/** Ends the session and leads to the sign-in. Nothing that was read stays for whoever comes next. */
export function useSignOut(): () => void {
  const queryClient = useQueryClient();
  const router = useRouter();
  const { t } = useLingui();
  return async () => {
    try {
      await answerOf(api.POST('/api/auth/sign-out', { body: {} }));
    } catch {
      notify(t`You could not be signed out. Try again.`);
      return;
    }
    await router.navigate({ to: '/sign-in' });
    queryClient.clear();
  };
}
