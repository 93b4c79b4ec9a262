import type { MandateDetail } from '../mandates/mandate-detail.query.ts';
import type { MandateSearch } from '../mandates/mandate-search.ts';
import type { PostingSteps } from './use-posting.ts';

/** What each booking dialog gets. */
export interface PostingFormProps {
  readonly mandate: MandateDetail;
  /** What the address says that the dialog begins with. */
  readonly search: MandateSearch;
  readonly steps: PostingSteps;
  readonly ownerOf: (userId: string) => string;
}
