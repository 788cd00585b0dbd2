import { AppError } from '../shared/kernel/errors.ts';

/** `npm run hub -- [--data DIR] [--port N]`; see docs/operating-the-hub.md. */
throw new AppError('hub/not-built', {});
