import { Button as AriaButton } from 'react-aria-components/Button';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select, SelectValue } from 'react-aria-components/Select';
import { Text } from 'react-aria-components/Text';
import { useTranslation } from 'react-i18next';
import styles from './field.module.css';
import { Icon } from './icons.tsx';

export interface Option<Value extends string = string> {
  readonly value: Value;
  readonly label: string;
  readonly detail?: string;
}

interface SelectFieldProps<Value extends string> {
  readonly label: string;
  readonly value: Value | null;
  readonly options: readonly Option<Value>[];
  readonly onChange: (value: Value) => void;
  readonly description?: string;
  readonly placeholder?: string;
  readonly isDisabled?: boolean;
  readonly autoFocus?: boolean;
}

/** One of a few fixed choices; for two to four take `ChoiceField`. */
export function SelectField<Value extends string>(props: SelectFieldProps<Value>) {
  return (
    <Select
      className={styles.field ?? ''}
      value={props.value}
      onChange={(key) => key !== null && props.onChange(key as Value)}
      isDisabled={props.isDisabled ?? false}
      autoFocus={props.autoFocus ?? false}
      {...(props.placeholder === undefined ? {} : { placeholder: props.placeholder })}
    >
      <Label className={styles.label ?? ''}>{props.label}</Label>
      <AriaButton className={styles.trigger ?? ''}>
        <SelectValue />
        <Icon name="down" />
      </AriaButton>
      {props.description !== undefined && (
        <Text slot="description" className={styles.description ?? ''}>
          {props.description}
        </Text>
      )}
      <Popover className={styles.popover ?? ''}>
        <OptionList options={props.options} />
      </Popover>
    </Select>
  );
}

function OptionList({ options }: { readonly options: readonly Option[] }) {
  const { t } = useTranslation('ui');
  return (
    <ListBox
      className={styles.list ?? ''}
      items={options.map((option) => ({ ...option, id: option.value }))}
      renderEmptyState={() => <div className={styles.noOptions}>{t('noChoices')}</div>}
    >
      {(option) => (
        <ListBoxItem className={styles.option ?? ''} textValue={option.label}>
          <Text slot="label">{option.label}</Text>
          {option.detail !== undefined && (
            <Text slot="description" className={styles.optionDetail ?? ''}>
              {option.detail}
            </Text>
          )}
        </ListBoxItem>
      )}
    </ListBox>
  );
}
