import { useTranslation } from 'react-i18next';
import type { Person } from '../../../../shared/modules/people/contract.ts';
import { StateMark } from '../../../ui/state-mark.tsx';

/** Whether this person can get in, and if not, why; what needs an administrator first. */
export function PersonState({ person }: { readonly person: Person }) {
  const { t } = useTranslation('people');
  if (person.conflicts.length > 0) {
    return <StateMark tone="attention">{t('admin.state.conflict')}</StateMark>;
  }
  if (!person.isActive) {
    return <StateMark tone="not-set-up">{t('admin.state.off')}</StateMark>;
  }
  if (person.lockedOutMinutes !== null) {
    return <StateMark tone="attention">{t('admin.state.lockedOut', { count: person.lockedOutMinutes })}</StateMark>;
  }
  if (!person.hasPassword) {
    return <StateMark tone="unknown">{t('admin.state.noPassword')}</StateMark>;
  }
  return person.isPasswordTemporary ? (
    <StateMark tone="info">{t('admin.state.temporary')}</StateMark>
  ) : (
    <StateMark tone="good">{t('admin.state.active')}</StateMark>
  );
}
