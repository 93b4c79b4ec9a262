import { Trans } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import type { FieldValues, UseFormReturn } from 'react-hook-form';
import { Button } from '#web/ui/button.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { fieldOf } from '../two-steps/field-problem.ts';
import { StepButtons } from '../two-steps/step-buttons.tsx';
import { PostingPreview } from './posting-preview.tsx';
import type { Posting } from './send-posting.ts';
import type { PostingSteps } from './use-posting.ts';

/** A booking by hand: its fields, then what would be booked, then the booking. What was typed stays through all of it. */
export function PostingForm<Values extends FieldValues>(props: {
  readonly form: UseFormReturn<Values>;
  readonly steps: PostingSteps;
  readonly toPosting: (values: Values) => Posting;
  /** Fields that show a refusal themselves, as the API names them. */
  readonly fields: readonly string[];
  readonly confirmText: ReactNode;
  readonly ownerOf: (userId: string) => string;
  readonly children: ReactNode;
}): ReactElement {
  const { form, steps, toPosting, fields } = props;
  if (steps.shown !== undefined)
    return (
      <div className="flex flex-col gap-4">
        <PostingPreview result={steps.shown} ownerOf={props.ownerOf} />
        <StepButtons steps={steps} confirmText={props.confirmText} />
      </div>
    );
  const isOfField = fields.includes(fieldOf(steps.problem) ?? '');
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => void form.handleSubmit((values) => steps.show(toPosting(values)))(event)}
    >
      {props.children}
      {steps.problem !== null && steps.problem !== undefined && !isOfField && (
        <ProblemBlock error={steps.problem} />
      )}
      <div className="flex justify-end">
        <Button type="submit" look="primary" isPending={steps.isShowing}>
          <Trans>Show preview</Trans>
        </Button>
      </div>
    </form>
  );
}
