import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { notify } from '#web/lib/notices.ts';
import { Button } from '#web/ui/button.tsx';
import { Panel } from '#web/ui/panel.tsx';
import { sendBankFile } from './bank-calls.ts';
import { UploadPreview } from './upload-preview.tsx';
import { UploadProblem } from './upload-problem.tsx';

/** A file of the bank: what would become of its payments is shown first, then it is booked. */
export function UploadPanel(): ReactElement {
  const { t } = useLingui();
  const queryClient = useQueryClient();
  const [file, setFile] = useState<File>();
  const preview = useMutation({ mutationFn: (chosen: File) => sendBankFile(chosen, true) });
  const upload = useMutation({
    mutationFn: (chosen: File) => sendBankFile(chosen, false),
    onSuccess: async () => {
      notify(t`The file is booked.`);
      preview.reset();
      setFile(undefined);
      await queryClient.invalidateQueries();
    },
  });
  const choose = (chosen: File | undefined) => {
    if (!chosen) return;
    setFile(chosen);
    upload.reset();
    preview.mutate(chosen);
  };
  const problem = upload.error ?? preview.error;
  return (
    <Panel
      title={<Trans>Upload a bank file</Trans>}
      lead={
        <Trans>
          camt.053 or camt.054, version 001.08. Nothing is booked before you have seen what would happen.
        </Trans>
      }
      actions={
        <FileTrigger
          acceptedFileTypes={['.xml', 'application/xml', 'text/xml']}
          onSelect={(files) => choose(files?.[0])}
        >
          <Button look="primary" isPending={preview.isPending}>
            <FileUp aria-hidden className="size-4" />
            <Trans>Choose a file</Trans>
          </Button>
        </FileTrigger>
      }
    >
      {problem !== null && <UploadProblem error={problem} name={file?.name ?? ''} />}
      {preview.data && file && (
        <UploadPreview
          upload={preview.data}
          isSending={upload.isPending}
          onConfirm={() => upload.mutate(file)}
          onCancel={() => {
            preview.reset();
            setFile(undefined);
          }}
        />
      )}
    </Panel>
  );
}
