import { useLingui } from '@lingui/react/macro';
import { Eye, EyeOff } from 'lucide-react';
import { type ReactElement, type ReactNode, type Ref, useState } from 'react';
import type { TextFieldProps } from 'react-aria-components';
import { IconButton } from '#web/ui/icon-button.tsx';
import { TextField } from '#web/ui/text-field.tsx';

/** A password: pasted, filled in by a password manager, or typed; shown on demand. */
export function PasswordField({
  isNew = false,
  ...props
}: Pick<TextFieldProps, 'value' | 'onChange' | 'onBlur' | 'name' | 'autoFocus' | 'isRequired'> & {
  readonly label: ReactNode;
  readonly isNew?: boolean;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  readonly inputRef?: Ref<HTMLInputElement>;
}): ReactElement {
  const { t } = useLingui();
  const [isShown, setShown] = useState(false);
  return (
    <TextField
      {...props}
      type={isShown ? 'text' : 'password'}
      autoComplete={isNew ? 'new-password' : 'current-password'}
      spellCheck="false"
      end={
        <span className="-mr-2">
          <IconButton
            icon={isShown ? EyeOff : Eye}
            label={isShown ? t`Hide the password` : t`Show the password`}
            onPress={() => setShown(!isShown)}
          />
        </span>
      }
    />
  );
}
