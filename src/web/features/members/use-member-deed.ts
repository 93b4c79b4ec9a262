import { useMutation, useQueryClient } from '@tanstack/react-query';
import { notify } from '#web/lib/notices.ts';

/** Something that is done with a user: then everything that shows users is read again, and it is said. */
export function useMemberDeed<Answer, Input = void>(deed: {
  readonly act: (input: Input) => Promise<Answer>;
  readonly said: (answer: Answer) => string;
  readonly onDone?: (answer: Answer) => void;
  /** Who is no user any more: nothing about him is asked again. */
  readonly gone?: string;
}) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: deed.act,
    onSuccess: (answer) => {
      // Members stand on many pages: lists, limits, keys, filters.
      void queryClient.invalidateQueries({
        predicate: ({ queryKey }) => deed.gone === undefined || !queryKey.includes(deed.gone),
      });
      notify(deed.said(answer));
      deed.onDone?.(answer);
    },
  });
}
