import path from 'node:path';
import { type UtilityProcess, utilityProcess } from 'electron';

/** Where a host process is made from, and where it is to live. */
export interface HostPlace {
  /** Folder of the built files. */
  readonly built: string;
  /** Where compiled code is kept between starts. */
  readonly compiledFolder: string;
  /** The folder the host starts in. */
  readonly cwd: string;
}

/** Makes a host process. It loads its code by itself, and opens nothing before it is told what. */
export function forkHost({ built, compiledFolder, cwd }: HostPlace): UtilityProcess {
  return utilityProcess.fork(path.join(built, 'host.cjs'), [compiledFolder], {
    serviceName: 'benchside-host',
    cwd,
    env: hostEnvironment(process.env),
  });
}

/** The host inherits what a program needs to run and nothing that could make Node load something else. */
function hostEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && !name.startsWith('NODE_') && !name.startsWith('ELECTRON_')) kept[name] = value;
  }
  return kept;
}
