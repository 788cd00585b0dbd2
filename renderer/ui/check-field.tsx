import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components/Checkbox';
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import styles from './check-field.module.css';
import fieldStyles from './field.module.css';
import { Icon } from './icons.tsx';

interface CheckFieldProps<Value extends string> {
  readonly label: string;
  readonly values: readonly Value[];
  readonly choices: readonly { readonly value: Value; readonly label: ReactNode; readonly detail?: ReactNode }[];
  readonly onChange: (values: Value[]) => void;
  readonly description?: string;
  readonly autoFocus?: boolean;
}

/** Any number of a few, all in view; each is a row of at least 44 px. Space ticks, Tab goes to the next. */
export function CheckField<Value extends string>(props: CheckFieldProps<Value>) {
  return (
    <CheckboxGroup
      className={fieldStyles.field ?? ''}
      value={[...props.values]}
      onChange={(values) => props.onChange(values as Value[])}
    >
      <Label className={fieldStyles.label ?? ''}>{props.label}</Label>
      {props.description !== undefined && (
        <Text slot="description" className={fieldStyles.description ?? ''}>
          {props.description}
        </Text>
      )}
      <div className={fieldStyles.choices}>
        {props.choices.map((choice, index) => (
          <Checkbox
            key={choice.value}
            value={choice.value}
            className={fieldStyles.choice ?? ''}
            autoFocus={props.autoFocus === true && index === 0}
          >
            {({ isSelected }) => (
              <>
                <span className={styles.box} aria-hidden="true">
                  {isSelected && <Icon name="check" />}
                </span>
                <span className={fieldStyles.choiceText}>
                  <span>{choice.label}</span>
                  {choice.detail !== undefined && <span className={fieldStyles.optionDetail}>{choice.detail}</span>}
                </span>
              </>
            )}
          </Checkbox>
        ))}
      </div>
    </CheckboxGroup>
  );
}
