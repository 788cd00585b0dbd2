import { createHashHistory } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import * as z from 'zod';
import { connectToMain } from '../data/bridge.ts';
import { createDataLayer } from '../data/data-layer.tsx';
import '../ui/base.css';
import { App } from './app.tsx';
import { createAppRouter } from './router.tsx';
import './skeleton.css';
import { applyHeldTheme } from './theme.ts';

// The page's CSP forbids eval, which zod would otherwise use to compile schemas.
z.config({ jitless: true });

applyHeldTheme();
const layer = createDataLayer();
connectToMain(layer.connection);

const root = document.getElementById('root');
if (root === null) {
  throw new Error('index.html has no #root.');
}
createRoot(root).render(<App layer={layer} router={createAppRouter(layer, createHashHistory())} />);
