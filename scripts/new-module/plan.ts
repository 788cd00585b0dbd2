/** The name of a module in every spelling the files need. */
export interface ModuleName {
  readonly kebab: string;
  readonly camel: string;
  readonly Pascal: string;
  readonly snake: string;
  /** For people: `Reagent lots`. */
  readonly Title: string;
}

/** The spellings, or null when the name is not lower-case words with hyphens (`reagent-lots`). */
export function nameModule(kebab: string): ModuleName | null {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(kebab) || kebab.length > 40) return null;
  const words = kebab.split('-');
  const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
  const Pascal = words.map(capital).join('');
  return {
    kebab,
    Pascal,
    camel: Pascal.charAt(0).toLowerCase() + Pascal.slice(1),
    snake: words.join('_'),
    Title: capital(words.join(' ')),
  };
}

/** Which template becomes which file. */
export function filesOf({ kebab }: ModuleName): ReadonlyMap<string, string> {
  return new Map([
    [`shared/modules/${kebab}/contract.ts`, 'contract'],
    [`shared/modules/${kebab}/records.ts`, 'records'],
    [`shared/modules/${kebab}/rules.ts`, 'rules'],
    [`shared/modules/${kebab}/words.ts`, 'words'],
    [`electron/modules/${kebab}/tables.ts`, 'tables'],
    [`electron/modules/${kebab}/module.ts`, 'module'],
    [`electron/modules/${kebab}/handlers.ts`, 'handlers'],
    [`renderer/modules/${kebab}/routes.tsx`, 'routes'],
    [`renderer/modules/${kebab}/words.ts`, 'page-words'],
    [`renderer/modules/${kebab}/screens/${kebab}-screen.tsx`, 'screen'],
    [`test/unit/modules/${kebab}-rules.test.ts`, 'rules-test'],
    [`test/integration/modules/${kebab}.test.ts`, 'host-test'],
    [`test/fixtures/records/golden/${kebab}.entry-written.json`, 'golden-written'],
    [`test/fixtures/records/golden/${kebab}.entry-withdrawn.json`, 'golden-withdrawn'],
  ]);
}

/** A template with the module's names in it. */
export function fill(template: string, name: ModuleName): string {
  return template.replace(/<<(\w+)>>/g, (whole, spelling: string) => name[spelling as keyof ModuleName] ?? whole);
}

/** One line put into a list that every module stands in. */
export interface Registration {
  readonly file: string;
  /** Put before the first line that holds this text. */
  readonly before: string;
  readonly line: string;
}

/** Where the new module is made known, one line each. */
export function registrationsOf({ kebab, camel, Pascal }: ModuleName): readonly Registration[] {
  return [
    {
      file: 'shared/modules/contract.ts',
      before: '/** Every call the page can make',
      line: `import { ${camel}Contract } from './${kebab}/contract.ts';`,
    },
    {
      file: 'shared/modules/contract.ts',
      before: '  readonly wire: ',
      line: `  readonly ${camel}: typeof ${camel}Contract;`,
    },
    { file: 'shared/modules/contract.ts', before: '  wire: ', line: `  ${camel}: ${camel}Contract,` },
    // Whoever makes the module decides who may; until then those who look after the machine.
    {
      file: 'shared/modules/people/permissions.ts',
      before: "  'errors.list'",
      line: `  '${camel}.list': 'lab.see',\n  '${camel}.write': 'machine.manage',\n  '${camel}.withdraw': 'machine.manage',\n`,
    },
    {
      file: 'electron/modules/all.ts',
      before: "import { createWireModule } from './wire/module.ts';",
      line: `import { create${Pascal}Module } from './${kebab}/module.ts';`,
    },
    { file: 'electron/modules/all.ts', before: '];', line: `  create${Pascal}Module(),` },
    {
      file: 'renderer/i18n/words.ts',
      before: "import { appWords } from './en/app.ts';",
      line: `import { ${camel}Words } from '../modules/${kebab}/words.ts';`,
    },
    {
      file: 'renderer/i18n/words.ts',
      before: "import { benchWords } from '../modules/bench/words.ts';",
      line: `import { words as ${camel}HostWords } from '../../shared/modules/${kebab}/words.ts';`,
    },
    { file: 'renderer/i18n/words.ts', before: '} as const;', line: `  ${camel}: ${camel}Words,` },
    { file: 'renderer/i18n/words.ts', before: '  ...wireHostWords,', line: `  ...${camel}HostWords,` },
    {
      file: 'renderer/app/router.tsx',
      before: "import { frameRoute } from './frame-route.ts';",
      line: `import { ${camel}Routes } from '../modules/${kebab}/routes.tsx';`,
    },
    { file: 'renderer/app/router.tsx', before: '  ...systemRoutes,', line: `  ...${camel}Routes,` },
  ];
}

/** The file with the line in its place, or null when the place is not there (then a person puts it in by hand). */
export function register(text: string, { before, line }: Registration): string | null {
  const lines = text.split('\n');
  const at = lines.findIndex((one) => one.startsWith(before));
  if (at < 0) return null;
  // Imports go above the blank line that ends their block.
  const isImport = line.startsWith('import');
  let place = at;
  while (isImport && lines[place - 1]?.trim() === '') place -= 1;
  return [...lines.slice(0, place), line, ...lines.slice(place)].join('\n');
}
