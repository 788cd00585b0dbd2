import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Session } from '../../../../shared/modules/calibration/sessions-contract.ts';
import type { Material } from '../../../../shared/modules/calibration/terms.ts';
import { useApi } from '../../../data/data-layer.tsx';
import { formatCivilDay } from '../../../i18n/civil-day.ts';
import { Button } from '../../../ui/button.tsx';
import { FormSheet } from '../../../ui/form-sheet.tsx';
import rowStyles from '../../../ui/rows.module.css';
import { TextField } from '../../../ui/text-field.tsx';
import styles from './calibration.module.css';
import { type MaterialRole, newMaterialKey } from './material-draft.ts';
import { MaterialSheet } from './material-sheet.tsx';
import { useReadSession } from './use-read-session.ts';

interface MaterialListProps {
  readonly session: Session;
  readonly roles: readonly MaterialRole[];
  /** False where the session is closed. */
  readonly canChange?: boolean;
}

/** Materials of a session with their values; each can be changed, and both versions stay in the trail. */
export function MaterialList({ session, roles, canChange = true }: MaterialListProps) {
  const { t } = useTranslation('calibration');
  const [changed, setChanged] = useState<Material | null>(null);
  const [removed, setRemoved] = useState<Material | null>(null);
  const rows = session.materials.filter(({ material }) => roles.includes(material.role));
  if (rows.length === 0) {
    return <p>{t('material.none')}</p>;
  }
  return (
    <>
      <ul className={rowStyles.rows}>
        {rows.map(({ material, by }) => (
          <li key={material.materialKey} className={rowStyles.withAction}>
            <MaterialWords session={session} material={material} by={by} />
            {canChange && (
              <div className={rowStyles.actions}>
                <Button
                  look="quiet"
                  aria-label={t('material.removeOne', { name: material.name })}
                  onPress={() => setRemoved(material)}
                >
                  {t('remove')}
                </Button>
                <Button
                  aria-label={t('material.changeOne', { name: material.name })}
                  onPress={() => setChanged(material)}
                >
                  {t('change')}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      {changed !== null && (
        <MaterialSheet
          session={session}
          role={changed.role}
          materialKey={changed.materialKey}
          material={changed}
          onClose={() => setChanged(null)}
        />
      )}
      {removed !== null && <RemoveSheet session={session} material={removed} onClose={() => setRemoved(null)} />}
    </>
  );
}

function MaterialWords({
  session,
  material,
  by,
}: {
  readonly session: Session;
  readonly material: Material;
  readonly by: string;
}) {
  const { t } = useTranslation('calibration');
  const labelOf = (key: string) => session.terms.parameters.find((parameter) => parameter.key === key)?.label ?? key;
  return (
    <div className={rowStyles.words}>
      <div className={rowStyles.main}>
        <span>{t(`material.role.${material.role}`)}</span>
        <span className={rowStyles.text}>{nameOfMaterial(material)}</span>
        {material.rangePart !== 'none' && <span>{t(`material.range.${material.rangePart}`)}</span>}
      </div>
      <div className={styles.values}>
        {material.values.map((value) => (
          <span key={value.parameter}>
            {material.role === 'control'
              ? t('material.between', {
                  parameter: labelOf(value.parameter),
                  low: value.low ?? t('blank'),
                  high: value.high ?? t('blank'),
                  unit: value.unit,
                })
              : t(value.uncertainty === null ? 'material.holds' : 'material.holdsWith', {
                  parameter: labelOf(value.parameter),
                  value: value.assigned ?? t('blank'),
                  uncertainty: value.uncertainty ?? '',
                  unit: value.unit,
                })}
          </span>
        ))}
      </div>
      <div className={rowStyles.rest}>
        {material.lot !== '' && <span>{t('material.lotIs', { lot: material.lot })}</span>}
        <span>
          {material.expiresOn === null
            ? t('material.noExpiry')
            : t('material.expires', { day: formatCivilDay(material.expiresOn) })}
        </span>
        {material.openedOn !== null && <span>{t('material.opened', { day: formatCivilDay(material.openedOn) })}</span>}
        {material.traceability !== '' && <span>{material.traceability}</span>}
        <span>{material.source === '' ? t('noSource') : t('source', { source: material.source })}</span>
        <span>{t('by', { actor: by })}</span>
      </div>
    </div>
  );
}

/** How a material is called in lists: "SCS-1000, level 2". */
export const nameOfMaterial = ({ name, level }: Material): string => [name, level].filter(Boolean).join(', ');

interface AddMaterialProps {
  readonly session: Session;
  readonly role: MaterialRole;
  readonly onClose: () => void;
}

/** The sheet for one more of this role. */
export function AddMaterial({ session, role, onClose }: AddMaterialProps) {
  const [materialKey] = useState(() =>
    newMaterialKey(
      role,
      session.materials.map(({ material }) => material.materialKey),
    ),
  );
  return <MaterialSheet session={session} role={role} materialKey={materialKey} material={null} onClose={onClose} />;
}

function RemoveSheet({
  session,
  material,
  onClose,
}: {
  readonly session: Session;
  readonly material: Material;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('calibration');
  const [reason, setReason] = useState('');
  const readAgain = useReadSession(session.sessionId);
  const remove = useMutation(
    useApi().calibration.sessions.removeMaterial.mutationOptions({
      onSuccess: async () => {
        await readAgain();
        onClose();
      },
    }),
  );
  return (
    <FormSheet
      title={t('material.removeTitle', { name: nameOfMaterial(material) })}
      saveLabel={t('remove')}
      canSave={reason.trim() !== ''}
      mutation={remove}
      onClose={onClose}
      onSave={() =>
        remove.mutate({ sessionId: session.sessionId, materialKey: material.materialKey, reason: reason.trim() })
      }
    >
      <TextField label={t('reason.label')} value={reason} onChange={setReason} isRequired autoFocus maxLength={500} />
    </FormSheet>
  );
}
