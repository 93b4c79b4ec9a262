import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { type InvoiceRule, invoiceRuleQuery, saveInvoiceRule } from './invoice-terms.query.ts';
import { RuleForm } from './rule-form.tsx';
import { useUndoableSaving } from './use-undoable-saving.ts';

/** The rule of all invoices. It stays on the page behind the dialog, where it says that a change could not be taken back. */
export function InvoiceRuleDialog(props: {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}): ReactElement {
  const { isOpen, onClose } = props;
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const rule = useQuery({ ...invoiceRuleQuery, enabled: isOpen });
  const saving = useUndoableSaving<InvoiceRule>({
    send: saveInvoiceRule,
    show: (saved) => queryClient.setQueryData(invoiceRuleQuery.queryKey, saved),
    savedText: t`The rule for invoices is saved.`,
    onSaved: onClose,
  });
  const close = () => {
    saving.reset();
    onClose();
  };
  return (
    <>
      {saving.undoError && (
        <div className="mb-6">
          <ProblemBlock error={saving.undoError} />
        </div>
      )}
      <DialogFrame title={<Trans>Rule for all invoices</Trans>} isOpen={isOpen} side onClose={close}>
        {rule.data ? (
          <RuleForm rule={rule.data} saving={saving} onClose={close} />
        ) : rule.error ? (
          <ProblemBlock error={rule.error} retry={() => void rule.refetch()} />
        ) : (
          <Skeleton className="h-96 w-full" />
        )}
      </DialogFrame>
    </>
  );
}
