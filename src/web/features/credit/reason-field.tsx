import { useLingui } from '@lingui/react/macro';
import type { ReactElement, ReactNode } from 'react';
import type { Control, FieldPath, FieldValues } from 'react-hook-form';
import { FormText } from '../two-steps/form-text.tsx';

/** Why; every booking by hand needs it. */
export function ReasonField<Values extends FieldValues>(props: {
  readonly control: Control<Values>;
  readonly name: FieldPath<Values>;
  readonly label: ReactNode;
  readonly hint: ReactNode;
  readonly refused?: string | undefined;
}): ReactElement {
  const { t } = useLingui();
  const check = (typed: string): true | string => typed.trim() !== '' || t`Say what it is for.`;
  return <FormText {...props} rules={{ validate: check }} />;
}
