import type { ReactNode } from 'react';
import { Label } from 'react-aria-components/Label';
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup';
import { Switch } from 'react-aria-components/Switch';
import { Text } from 'react-aria-components/Text';
import styles from './field.module.css';
import { joinClasses } from './join-classes.ts';

export interface Choice<Value extends string = string> {
  readonly value: Value;
  readonly label: ReactNode;
  readonly detail?: ReactNode;
  readonly isDisabled?: boolean;
}

interface ChoiceFieldProps<Value extends string> {
  readonly label: string;
  /** Hides the label from view where a heading already says it. */
  readonly isLabelHidden?: boolean;
  readonly value: Value | null;
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (value: Value) => void;
  readonly description?: string;
  readonly isDisabled?: boolean;
  readonly autoFocus?: boolean;
  readonly layout?: 'column' | 'row';
}

/** One of a few, all in view; each choice is a row of at least 44 px. Arrow keys move and choose. */
export function ChoiceField<Value extends string>(props: ChoiceFieldProps<Value>) {
  return (
    <RadioGroup
      className={styles.field ?? ''}
      value={props.value}
      onChange={(value) => props.onChange(value as Value)}
      isDisabled={props.isDisabled ?? false}
    >
      <Label className={props.isLabelHidden ? 'visually-hidden' : (styles.label ?? '')}>{props.label}</Label>
      {props.description !== undefined && (
        <Text slot="description" className={styles.description ?? ''}>
          {props.description}
        </Text>
      )}
      <div className={joinClasses(styles.choices, props.layout === 'row' && styles.choicesInRow)}>
        {props.choices.map((choice, index) => (
          <Radio
            key={choice.value}
            value={choice.value}
            className={styles.choice ?? ''}
            isDisabled={choice.isDisabled ?? false}
            autoFocus={props.autoFocus === true && (props.value === null ? index === 0 : props.value === choice.value)}
          >
            <span className={styles.dot} aria-hidden="true" />
            <span className={styles.choiceText}>
              <span>{choice.label}</span>
              {choice.detail !== undefined && <span className={styles.optionDetail}>{choice.detail}</span>}
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

interface SwitchFieldProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly isDisabled?: boolean;
}

/** On or off, in effect at once. */
export function SwitchField({ label, isOn, onChange, isDisabled = false }: SwitchFieldProps) {
  return (
    <Switch className={styles.switch ?? ''} isSelected={isOn} onChange={onChange} isDisabled={isDisabled}>
      <span className={styles.track} aria-hidden="true" />
      <span>{label}</span>
    </Switch>
  );
}
