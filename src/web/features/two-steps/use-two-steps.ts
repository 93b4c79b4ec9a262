import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { isAnswerLost } from './answer-lost.ts';

export interface SendOptions<Shown> {
  /** What the preview answered; undefined: this is the preview. */
  readonly shown: Shown | undefined;
  /** One for each opened dialog: however often it is sent, it is booked once. */
  readonly idempotencyKey: string;
}

export interface TwoSteps<Body, Shown> {
  /** What would happen; undefined: the form is still being filled in. */
  readonly shown: Shown | undefined;
  /** A refusal, of the preview or of the change itself; the form shows it. */
  readonly problem: unknown;
  /** The change was sent and no answer came: it may have happened. Sending it again is safe. */
  readonly isUnsure: boolean;
  readonly isShowing: boolean;
  readonly isSending: boolean;
  readonly show: (body: Body) => void;
  readonly confirm: () => void;
  readonly goBack: () => void;
}

/** A press this soon after the preview has appeared was meant for the button that asked for it. */
const SETTLE_MS = 500;

/**
 * A change in two steps: what it would do is shown first, then it is made, once. A second press while it is being sent does
 * nothing; the server refuses to do it twice in any case.
 */
export function useTwoSteps<Body, Shown>({
  send,
  onDone,
}: {
  readonly send: (body: Body, options: SendOptions<Shown>) => Promise<Shown>;
  readonly onDone: (result: Shown) => void;
}): TwoSteps<Body, Shown> {
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [refusal, setRefusal] = useState<unknown>();
  const shownAt = useRef(0);
  const isUnderWay = useRef(false);
  const preview = useMutation({
    mutationFn: (body: Body) => send(body, { shown: undefined, idempotencyKey }),
    onSuccess: () => {
      shownAt.current = performance.now();
    },
  });
  const change = useMutation({
    mutationFn: (body: Body) => send(body, { shown: preview.data, idempotencyKey }),
    onSuccess: onDone,
    onError: (error) => {
      if (isAnswerLost(error)) return;
      setRefusal(error);
      preview.reset();
    },
    onSettled: () => {
      isUnderWay.current = false;
    },
  });
  const show = (body: Body) => {
    setRefusal(undefined);
    change.reset();
    preview.mutate(body);
  };
  const confirm = () => {
    const body = preview.variables;
    if (isUnderWay.current || body === undefined || performance.now() - shownAt.current < SETTLE_MS) return;
    isUnderWay.current = true;
    change.mutate(body);
  };
  return {
    shown: preview.data,
    problem: preview.error ?? refusal,
    isUnsure: change.isError && isAnswerLost(change.error),
    isShowing: preview.isPending,
    isSending: change.isPending,
    show,
    confirm,
    goBack: preview.reset,
  };
}
