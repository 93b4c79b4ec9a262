import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { ownPath } from './own-path.ts';

/** After the sign-in: to the page that was wanted, with nothing left of what somebody else has read here. */
export function useArrive(wanted: string | undefined): () => Promise<void> {
  const queryClient = useQueryClient();
  const router = useRouter();
  return async () => {
    queryClient.clear();
    await router.navigate({ href: ownPath(wanted), replace: true });
  };
}
