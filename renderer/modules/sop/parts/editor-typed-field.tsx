import { useState } from 'react';
import { TextField } from '../../../ui/text-field.tsx';

interface TypedFieldProps<Value> {
  readonly label: string;
  readonly value: Value;
  /** What stands in the field for a value. */
  readonly show: (value: Value) => string;
  /** The value of what was typed; undefined when it is none. */
  readonly read: (text: string) => Value | undefined;
  /** Said while what was typed is no value. */
  readonly problem: string;
  readonly onChange: (value: Value) => void;
  readonly description?: string;
  readonly unit?: string;
  readonly isRequired?: boolean;
}

/** A field for a value that is not text. What is not one yet stays in the field, is said, and goes nowhere. */
export function TypedField<Value>(props: TypedFieldProps<Value>) {
  const { value, show, read, onChange } = props;
  const [typed, setTyped] = useState<{ readonly text: string; readonly of: Value } | null>(null);
  // What was typed stands as long as the value it made: one that came from elsewhere is shown instead.
  const text = typed !== null && typed.of === value ? typed.text : show(value);
  const isWrong = read(text) === undefined;
  return (
    <TextField
      label={props.label}
      value={text}
      onChange={(next) => {
        const found = read(next);
        setTyped({ text: next, of: found === undefined ? value : found });
        if (found !== undefined && found !== value) {
          onChange(found);
        }
      }}
      error={isWrong ? props.problem : undefined}
      isMono
      inputMode="decimal"
      {...(props.description === undefined ? {} : { description: props.description })}
      {...(props.unit === undefined || props.unit === '' ? {} : { unit: props.unit })}
      {...(props.isRequired === undefined ? {} : { isRequired: props.isRequired })}
    />
  );
}
