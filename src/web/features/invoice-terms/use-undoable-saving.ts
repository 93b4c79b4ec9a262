import { useMutation } from '@tanstack/react-query';
import { notifyWithUndo } from '#web/lib/notices.ts';

interface Change<Value> {
  readonly value: Value;
  readonly before: Value;
}

export interface UndoableSaving<Value> {
  save(change: Change<Value>): void;
  readonly isPending: boolean;
  readonly error: Error | null;
  /** It could not be taken back. */
  readonly undoError: Error | null;
  /** Forgets what went wrong. */
  reset(): void;
}

/** Saves a value, shows it, and offers for a while to take it back. */
export function useUndoableSaving<Value>(means: {
  readonly send: (value: Value) => Promise<Value>;
  readonly show: (saved: Value) => void;
  readonly savedText: string;
  readonly onSaved?: () => void;
}): UndoableSaving<Value> {
  const undo = useMutation({ mutationFn: means.send, onSuccess: means.show });
  const change = useMutation({
    mutationFn: ({ value }: Change<Value>) => means.send(value),
    onSuccess: (saved, { before }) => {
      means.show(saved);
      undo.reset();
      means.onSaved?.();
      notifyWithUndo(means.savedText, () => undo.mutate(before));
    },
  });
  return {
    save: change.mutate,
    isPending: change.isPending,
    error: change.error,
    undoError: undo.error,
    reset: change.reset,
  };
}
