import { createHashHistory } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { config } from 'zod/v4/core';
import { connectToMain } from '../data/bridge.ts';
import { askFirst, createDataLayer } from '../data/data-layer.tsx';
import '../ui/base.css';
import { App } from './app.tsx';
import { createAppRouter } from './router.tsx';
import './skeleton.css';
import { applyHeldTheme } from './theme.ts';

// The page's CSP forbids eval, which zod would otherwise use to compile schemas.
config({ jitless: true });

applyHeldTheme();
const layer = createDataLayer();
connectToMain(layer.connection);
askFirst(layer);

const root = document.getElementById('root');
if (root === null) {
  throw new Error('index.html has no #root.');
}
createRoot(root).render(<App layer={layer} router={createAppRouter(layer, createHashHistory())} />);
