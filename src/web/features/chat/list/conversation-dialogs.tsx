import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactElement, useState } from 'react';
import { useActing } from '#web/features/me/use-acting.ts';
import { notify } from '#web/lib/notices.ts';
import { Button } from '#web/ui/button.tsx';
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { Skeleton } from '#web/ui/skeleton.tsx';
import { TextField } from '#web/ui/text-field.tsx';
import { changeConversation, deleteConversation } from '../calls/chat-calls.ts';
import { conversationQuery } from '../calls/conversation.query.ts';
import { useChatSearch } from '../use-chat-search.ts';

interface DialogProps {
  readonly conversationId: string;
  readonly onClose: () => void;
}

export function RenameConversationDialog({ conversationId, onClose }: DialogProps): ReactElement {
  const { mandate } = useActing();
  const conversation = useQuery(conversationQuery(mandate.id, conversationId));
  return (
    <DialogFrame title={<Trans>Rename the conversation</Trans>} isOpen onClose={onClose}>
      {conversation.data ? (
        <TitleForm title={conversation.data.title} conversationId={conversationId} onClose={onClose} />
      ) : conversation.error ? (
        <ProblemBlock error={conversation.error} />
      ) : (
        <Skeleton className="h-24 w-full" />
      )}
    </DialogFrame>
  );
}

function TitleForm({
  title,
  conversationId,
  onClose,
}: DialogProps & { readonly title: string }): ReactElement {
  const { mandate } = useActing();
  const queryClient = useQueryClient();
  const [typed, setTyped] = useState(title);
  const save = useMutation({
    mutationFn: () => changeConversation({ mandateId: mandate.id, conversationId }, { title: typed.trim() }),
    onSuccess: async () => {
      const { queryKey } = conversationQuery(mandate.id, conversationId);
      queryClient.setQueryData(queryKey, (known) => known && { ...known, title: typed.trim() });
      await queryClient.invalidateQueries({ queryKey: ['conversations', mandate.id] });
      onClose();
    },
  });
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() !== '') save.mutate();
      }}
    >
      <TextField label={<Trans>Title</Trans>} value={typed} onChange={setTyped} maxLength={200} autoFocus />
      {save.error && <ProblemBlock error={save.error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" look="primary" isPending={save.isPending} isDisabled={typed.trim() === ''}>
          <Trans>Rename</Trans>
        </Button>
      </div>
    </form>
  );
}

/** Its messages and files go; what was charged stays booked. */
export function DeleteConversationDialog({ conversationId, onClose }: DialogProps): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const { conversationId: shown } = useChatSearch();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => deleteConversation({ mandateId: mandate.id, conversationId }),
    onSuccess: async () => {
      if (shown === conversationId) await navigate({ to: '/chat', replace: true });
      else onClose();
      queryClient.removeQueries({ queryKey: conversationQuery(mandate.id, conversationId).queryKey });
      await queryClient.invalidateQueries({ queryKey: ['conversations', mandate.id] });
      notify(t`The conversation is deleted.`);
    },
  });
  return (
    <ConfirmDialog
      title={<Trans>Delete this conversation?</Trans>}
      isOpen
      onClose={onClose}
      action={<Trans>Delete</Trans>}
      onConfirm={() => remove.mutate()}
      isPending={remove.isPending}
      error={remove.error}
    >
      <Trans>
        Its messages, answers and files are gone for good. What it has cost stays booked. It cannot be undone.
      </Trans>
    </ConfirmDialog>
  );
}
