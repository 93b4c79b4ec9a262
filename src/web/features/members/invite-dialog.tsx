import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactElement } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { LANGUAGES, type Language } from '#kernel/language.ts';
import { ApiProblem } from '#web/lib/api/api-problem.ts';
import { isEmail } from '#web/lib/email-text.ts';
import { LANGUAGE_NAMES, presentLanguage } from '#web/lib/language/page-language.ts';
import { Button } from '#web/ui/button.tsx';
import { DialogFrame } from '#web/ui/dialog-frame.tsx';
import { ProblemBlock } from '#web/ui/problem-block.tsx';
import { SelectField } from '#web/ui/select-field.tsx';
import { useActing } from '../me/use-acting.ts';
import type { RoleName } from '../roles/roles.query.ts';
import { fieldOf, fieldProblem } from '../two-steps/field-problem.ts';
import { FormText } from '../two-steps/form-text.tsx';
import { invite } from './member-calls.ts';
import { RoleChoice } from './role-choice.tsx';
import { useMemberDeed } from './use-member-deed.ts';

interface InvitationValues {
  readonly email: string;
  readonly name: string;
  readonly role: RoleName;
  readonly language: Language;
}

const FIELDS = ['email', 'name', 'role', 'language'];

/** Makes somebody a user; who has no password yet gets a mail with a link to set one. */
export function InviteDialog({
  onDone,
  onClose,
}: {
  readonly onDone: (userId: string) => void;
  readonly onClose: () => void;
}): ReactElement {
  return (
    <DialogFrame title={<Trans>Invite a user</Trans>} isOpen isImportant onClose={onClose}>
      <InviteForm onDone={onDone} onClose={onClose} />
    </DialogFrame>
  );
}

function InviteForm({
  onDone,
  onClose,
}: {
  readonly onDone: (userId: string) => void;
  readonly onClose: () => void;
}): ReactElement {
  const { t } = useLingui();
  const { mandate } = useActing();
  const form = useForm<InvitationValues>({
    defaultValues: { email: '', name: '', role: 'user', language: presentLanguage() },
  });
  const { control } = form;
  const sending = useMemberDeed({
    act: ({ name, email, ...rest }: InvitationValues) =>
      invite(mandate.id, {
        ...rest,
        email: email.trim(),
        ...(name.trim() === '' ? {} : { name: name.trim() }),
      }),
    said: ({ email, state }) =>
      state !== 'active' ? t`The invitation goes to ${email}.` : t`${email} is a user now.`,
    onDone: ({ userId }) => onDone(userId),
  });
  const { error } = sending;
  const isMember = error instanceof ApiProblem && error.code === 'already_done';
  const isOfField = isMember || FIELDS.includes(fieldOf(error) ?? '');
  return (
    <form
      noValidate
      className="flex flex-col gap-4"
      onSubmit={(event) => void form.handleSubmit((values) => sending.mutate(values))(event)}
    >
      <FormText
        control={control}
        name="email"
        label={<Trans>E-mail</Trans>}
        hint={<Trans>Gets a link to set a password, if there is none yet.</Trans>}
        maxLength={254}
        autoFocus
        rules={{ validate: (typed: string) => isEmail(typed.trim()) || t`Enter an e-mail address.` }}
        refused={isMember ? t`Is a user of this mandate already.` : fieldProblem(error, 'email')}
      />
      <FormText
        control={control}
        name="name"
        label={<Trans>Name</Trans>}
        hint={<Trans>Optional. Who is known already keeps the name.</Trans>}
        maxLength={200}
        refused={fieldProblem(error, 'name')}
      />
      <Controller
        control={control}
        name="role"
        render={({ field }) => (
          <RoleChoice value={field.value} onChange={field.onChange} error={fieldProblem(error, 'role')} />
        )}
      />
      <Controller
        control={control}
        name="language"
        render={({ field }) => (
          <SelectField
            label={<Trans>Language of the invitation</Trans>}
            choices={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
            value={field.value}
            onChange={field.onChange}
          />
        )}
      />
      {error && !isOfField && <ProblemBlock error={error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" look="primary" isPending={sending.isPending}>
          <Trans>Invite</Trans>
        </Button>
      </div>
    </form>
  );
}
