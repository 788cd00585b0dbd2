import { Checkbox } from 'react-aria-components/Checkbox';
import { CheckboxGroup } from 'react-aria-components/CheckboxGroup';
import { Label } from 'react-aria-components/Label';
import { useTranslation } from 'react-i18next';
import { type Role, role } from '../../../../shared/modules/people/records.ts';
import { useSay } from '../../../i18n/say.ts';
import { Icon } from '../../../ui/icons.tsx';
import styles from './role-fields.module.css';

interface RoleFieldsProps {
  readonly value: readonly Role[];
  readonly onChange: (roles: Role[]) => void;
}

/** Roles to tick, each with what it may do. The auditor changes nothing and stands alone, so ticking it clears the rest. */
export function RoleFields({ value, onChange }: RoleFieldsProps) {
  const { t } = useTranslation('people');
  const say = useSay();
  const take = (next: readonly string[]) => {
    const roles = role.options.filter((each) => next.includes(each));
    const isAuditorNew = roles.includes('auditor') && !value.includes('auditor');
    onChange(isAuditorNew ? ['auditor'] : roles.length > 1 ? roles.filter((each) => each !== 'auditor') : roles);
  };
  return (
    <CheckboxGroup className={styles.group ?? ''} value={[...value]} onChange={take}>
      <Label className={styles.label ?? ''}>{t('admin.add.roles')}</Label>
      {role.options.map((each) => (
        <Checkbox key={each} value={each} className={styles.role ?? ''}>
          {({ isSelected }) => (
            <>
              <span className={styles.box} aria-hidden="true">
                {isSelected && <Icon name="check" />}
              </span>
              <span className={styles.words}>
                <span>{say(`people.role.${each}`)}</span>
                <span className={styles.more}>{t(`admin.roleMore.${each}`)}</span>
              </span>
            </>
          )}
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}
