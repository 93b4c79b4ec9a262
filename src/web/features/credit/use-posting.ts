import { useQueryClient } from '@tanstack/react-query';
import { type TwoSteps, useTwoSteps } from '../two-steps/use-two-steps.ts';
import { type Posting, type PostingResult, sendPosting } from './send-posting.ts';

export type PostingSteps = TwoSteps<Posting, PostingResult>;

/** A booking by hand in a mandate: previewed, then booked once; then everything that shows money of it is read again. */
export function usePosting(mandateId: string, onBooked: (result: PostingResult) => void): PostingSteps {
  const queryClient = useQueryClient();
  return useTwoSteps<Posting, PostingResult>({
    send: (posting, { shown, idempotencyKey }) =>
      sendPosting(mandateId, posting, { isPreview: shown === undefined, idempotencyKey }),
    onDone: (result) => {
      // All of it: balances stand on many pages.
      void queryClient.invalidateQueries();
      onBooked(result);
    },
  });
}
