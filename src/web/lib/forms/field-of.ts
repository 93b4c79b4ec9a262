import type { ControllerRenderProps, FieldPath, FieldValues } from 'react-hook-form';

/** What a field of React Aria takes of a `Controller`'s: its `ref` would land on the wrong element. */
export function fieldOf<Values extends FieldValues, Name extends FieldPath<Values>>({
  name,
  value,
  onChange,
  onBlur,
}: ControllerRenderProps<Values, Name>) {
  return { name, value, onChange, onBlur };
}
