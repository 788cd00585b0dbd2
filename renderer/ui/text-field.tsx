import type { ReactNode, Ref } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { SearchField as AriaSearchField } from 'react-aria-components/SearchField';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField as AriaTextField } from 'react-aria-components/TextField';
import { useTranslation } from 'react-i18next';
import styles from './field.module.css';
import { Icon } from './icons.tsx';
import { joinClasses } from './join-classes.ts';

export interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly description?: ReactNode;
  /** The sentence shown when the value can not be taken; its presence marks the field. */
  readonly error?: string | undefined;
  readonly placeholder?: string;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
  readonly autoFocus?: boolean;
  readonly maxLength?: number;
  readonly inputMode?: 'text' | 'numeric' | 'decimal';
  /** For codes, paths and numbers: letters that can not be mixed up. */
  readonly isMono?: boolean;
  /** Several lines. Enter then makes a new line and Ctrl+Enter presses the primary button. */
  readonly isLong?: boolean;
  readonly unit?: string;
  readonly type?: 'text' | 'password';
  readonly inputRef?: Ref<HTMLInputElement>;
  /** For a hidden text that is scanned (a badge): no code by cable goes into other password fields. */
  readonly takesScan?: boolean;
}

export function TextField(props: TextFieldProps) {
  const {
    label,
    value,
    onChange,
    description,
    error,
    isRequired = false,
    isDisabled = false,
    autoFocus = false,
  } = props;
  const inputClass = joinClasses(styles.input, props.isMono && styles.mono, props.isLong && styles.area);
  return (
    <AriaTextField
      className={styles.field ?? ''}
      value={value}
      onChange={onChange}
      isRequired={isRequired}
      isDisabled={isDisabled}
      isInvalid={error !== undefined}
      // A person asked for this screen; its first field is where the hands go next.
      autoFocus={autoFocus}
      validationBehavior="aria"
      type={props.type ?? 'text'}
      {...(props.maxLength === undefined ? {} : { maxLength: props.maxLength })}
    >
      <Label className={styles.label ?? ''} data-required={isRequired || undefined}>
        {label}
      </Label>
      {props.isLong ? (
        <TextArea className={inputClass} placeholder={props.placeholder} />
      ) : (
        <span className={props.unit === undefined ? undefined : styles.inputRow}>
          <Input
            className={inputClass}
            {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
            {...(props.inputMode === undefined ? {} : { inputMode: props.inputMode })}
            autoComplete="off"
            spellCheck="false"
            {...(props.takesScan === true ? { 'data-takes-scan': '' } : {})}
            {...(props.inputRef === undefined ? {} : { ref: props.inputRef })}
          />
          {props.unit !== undefined && <span className={styles.unit}>{props.unit}</span>}
        </span>
      )}
      {description !== undefined && (
        <Text slot="description" className={styles.description ?? ''}>
          {description}
        </Text>
      )}
      <FieldError className={styles.error ?? ''}>{error}</FieldError>
    </AriaTextField>
  );
}

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly description?: string;
  readonly autoFocus?: boolean;
  readonly isMono?: boolean;
  readonly onSubmit?: (value: string) => void;
}

export function SearchField(props: SearchFieldProps) {
  const { t } = useTranslation('ui');
  return (
    <AriaSearchField
      className={styles.field ?? ''}
      value={props.value}
      onChange={props.onChange}
      autoFocus={props.autoFocus ?? false}
      {...(props.onSubmit === undefined ? {} : { onSubmit: props.onSubmit })}
    >
      <Label className={styles.label ?? ''}>{props.label}</Label>
      <span className={styles.inputRow}>
        <Input
          className={joinClasses(styles.input, props.isMono && styles.mono)}
          {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
          autoComplete="off"
          spellCheck="false"
        />
        {props.value !== '' && (
          <AriaButton className={styles.rowButton ?? ''} aria-label={t('clear')}>
            <Icon name="close" />
          </AriaButton>
        )}
      </span>
      {props.description !== undefined && (
        <Text slot="description" className={styles.description ?? ''}>
          {props.description}
        </Text>
      )}
    </AriaSearchField>
  );
}
