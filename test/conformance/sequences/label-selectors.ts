import type { Sequence } from '../sequence.ts';
import { CONFIG_MAPS, configMap, get, post } from './requests.ts';

const LABELS = { a: 'x', n: '5', in: 'q', notin: 'w' };
const LONG = 'k'.repeat(80);

const SELECTORS = [
  ...['a=-x-', 'a/b/c=x', `${LONG}=x`, `a=${LONG}`, LONG, `!${LONG}`, `${'p'.repeat(300)}/a`, '-a', 'é=x', 'a=é'],
  ...['A/b=x', 'a.b/c=', 'a/=x', '/a=x', 'a<b', 'a;b', '"a"', 'kubernetes.io/metadata.name=x'],
  ...['a=b c', 'a b', 'a!x', 'a !x', 'exists a', 'a=x y', 'a=x=y', 'a==x', 'a===x', 'a!=x', 'a=!x', 'a=', 'a=='],
  ...['a!=', 'a!=,n', 'a= ,n', 'a=x,n=5', 'a=x,a=y', '  a  =  x  ', 'a\t=x\n', 'a\r\n=\r\nx', '=', '=x', '==', 'a=,'],
  ...['a in x', 'a in', 'a notin', 'a in (x', 'a in (x,', 'a in (x,y)', 'a in (x,,y)', 'a in ()', 'a in (,)', 'a in ('],
  ...['a in (,x)', 'a in (x,)', 'a in (x y)', 'a in (x, =)', 'a in ((x))', 'a in ( x , )', 'a in (x)n', 'a in(x),n'],
  ...[
    'a in (x) , n',
    'a in (>)',
    'a in (!)',
    'a in (x)(y)',
    'a in (in)',
    'a in (in,notin)',
    'a notin(x)',
    'a notin ()',
  ],
  ...['a notin (-y)', 'a notin (-y,-x,x)', '(a)', 'a)', 'a=(', 'in', 'in in (q)', 'in=q', 'in,a', 'notin=w', 'a=in'],
  ...['!in', '! a', '!a=b', '!!a', '!', '!=x', 'a,', 'a,,b', ',a', ',', ', ', ' '],
  ...['a>4', 'n>4', 'n<4', 'n<6,n>4', 'n>05', 'n>x', 'n>', 'n> ', 'n>5.5', 'n>-1', 'n>-x', 'n>99999999999999999999'],
  ...['n>=4', 'n=>4', 'a=>', 'a=<', 'n>4 5'],
];

/** Selectors, well written and not, and what kube-apiserver says of them. */
export const LABEL_SELECTOR_SEQUENCES: readonly Sequence[] = [
  {
    name: 'label-selectors',
    steps: [
      post(CONFIG_MAPS, configMap('one', {}, { labels: LABELS })),
      ...SELECTORS.map((selector) => get(`${CONFIG_MAPS}?labelSelector=${encodeURIComponent(selector)}`)),
    ],
  },
];
