import { useTranslation } from 'react-i18next';
import { getBridge } from '../../../data/bridge.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckField } from '../../../ui/check-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { AddDraft, LinkProblem } from './add-draft.ts';

interface FolderFieldProps {
  readonly draft: AddDraft;
  readonly onChange: (change: Partial<AddDraft>) => void;
  readonly problem: LinkProblem | null;
}

/** Which folder is watched: chosen in the system's dialog, or typed where it is on another computer. */
export function FolderField({ draft, onChange, problem }: FolderFieldProps) {
  const { t } = useTranslation('addInstrument');
  const bridge = getBridge();
  const choose = async () => {
    const chosen = await bridge?.chooseFileToOpen('folder');
    if (chosen) {
      onChange({ folder: chosen.file });
    }
  };
  return (
    <>
      <TextField
        label={t('port.folder')}
        value={draft.folder}
        onChange={(folder) => onChange({ folder })}
        placeholder={t('port.folderExample')}
        description={t('port.folderMore')}
        isMono
        error={problem === 'folder' ? t('port.errors.folder') : undefined}
      />
      {bridge !== null && (
        <div>
          <Button look="quiet" onPress={() => void choose()}>
            {t('port.chooseFolder')}
          </Button>
        </div>
      )}
      <CheckField
        label={t('port.folderOld')}
        values={draft.includesOld ? ['old'] : []}
        choices={[{ value: 'old', label: t('port.includesOld'), detail: t('port.includesOldMore') }]}
        onChange={(values) => onChange({ includesOld: values.includes('old') })}
      />
    </>
  );
}
