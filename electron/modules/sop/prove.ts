import { versionApproved, versionCountersigned } from '../../../shared/modules/sop/version-records.ts';
import { isRecordOf, type StoredRecord } from '../../../shared/records/define.ts';
import { readEnvelope } from '../../../shared/records/envelope.ts';
import { parseLogId } from '../../../shared/records/scopes.ts';
import type { ModuleProof, ProofLog } from '../../store/projection.ts';

interface Row {
  hash: Buffer;
  raw: string;
  log: string;
  seq: number;
}

/**
 * Proves what is in force (decision 21): every countersignature was written by the workstation it names, and the approval
 * it rests on is in the log and about the same version.
 */
export function proveCountersignatures({ db, registry }: ProofLog): ModuleProof {
  const problems: { code: string; where: string; detail: string }[] = [];
  const notes: string[] = [];
  const rows = db
    .prepare<[string, string], Row>(
      `SELECT r.hash, r.raw, l.log, r.seq FROM record_log r JOIN logs l ON l.log_id = r.log_id
       WHERE r.stream >= 'sop/' AND r.stream < 'sop0' AND r.type IN (?, ?) ORDER BY r.lsn`,
    )
    .all(versionApproved.type, versionCountersigned.type);
  const read = rows.flatMap((row): { record: StoredRecord; where: string; log: string }[] => {
    const hash = row.hash.toString('base64url');
    const found = readEnvelope(row.raw);
    // What can not be read is named by the chain's own proof.
    if (!('envelope' in found)) return [];
    return [{ record: registry.read(found.envelope, hash), where: `${row.log} record ${row.seq}`, log: row.log }];
  });
  const approvals = new Map(read.map(({ record }) => [record.hash, record]));
  for (const { record, where, log } of read) {
    if (!isRecordOf(record, versionCountersigned)) continue;
    const { device, approvedHash, versionId } = record.body;
    if (parseLogId(log)?.device !== device) {
      problems.push({ code: 'countersigned-elsewhere', where, detail: 'written by another workstation than it names' });
    }
    const approval = approvals.get(approvedHash);
    if (!approval || !isRecordOf(approval, versionApproved)) {
      notes.push(`${where}: the approval it countersigns is not on this bench`);
    } else if (approval.body.versionId !== versionId) {
      problems.push({ code: 'countersigned-other', where, detail: 'the approval it names is of another version' });
    }
  }
  // The count that is shown is of people's signatures; a countersignature is the workstation's.
  return { provedCount: 0, problems, notes };
}
