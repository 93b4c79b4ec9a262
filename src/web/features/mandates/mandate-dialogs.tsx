import type { ReactElement } from 'react';
import { PostingDialog } from '../credit/posting-dialog.tsx';
import type { MandateDetail } from './mandate-detail.query.ts';
import type { MandateSearch } from './mandate-search.ts';
import { RenameDialog } from './rename-dialog.tsx';
import { ActivateDialog, CloseDialog, SuspendDialog } from './status-dialog.tsx';

/** The dialog that the address names. */
export function MandateDialogs({
  mandate,
  search,
  onClose,
}: {
  readonly mandate: MandateDetail;
  readonly search: MandateSearch;
  readonly onClose: () => void;
}): ReactElement | null {
  const { dialog } = search;
  const shared = { mandate, onClose };
  switch (dialog) {
    case undefined:
      return null;
    case 'rename':
      return <RenameDialog {...shared} />;
    case 'suspend':
      return <SuspendDialog {...shared} />;
    case 'activate':
      return <ActivateDialog {...shared} />;
    case 'close':
      return <CloseDialog {...shared} />;
    default:
      return <PostingDialog key={dialog} kind={dialog} search={search} {...shared} />;
  }
}
