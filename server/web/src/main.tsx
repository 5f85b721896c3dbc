import { render } from 'preact';

import { followRoute } from './base/route.ts';
import { Page } from './views/page.tsx';
import './styles/page.css';

followRoute();
const place = document.getElementById('page');
if (place !== null) render(<Page />, place);
