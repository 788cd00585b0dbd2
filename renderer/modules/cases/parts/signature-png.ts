import { padHeight, padWidth, type Stroke } from './signature-strokes.ts';

/** The strokes as a picture, black on white at twice the pad's size: what is kept and printed. */
export async function toPng(strokes: readonly Stroke[]): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = document.createElement('canvas');
  canvas.width = padWidth * 2;
  canvas.height = padHeight * 2;
  const pen = canvas.getContext('2d');
  if (pen === null) {
    throw new Error('This page has no canvas to draw the signature on.');
  }
  pen.fillStyle = 'white';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.scale(2, 2);
  pen.lineWidth = 3;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  for (const stroke of strokes) {
    pen.beginPath();
    for (const [index, { x, y }] of stroke.entries()) {
      if (index === 0) {
        pen.moveTo(x, y);
      }
      pen.lineTo(x, y);
    }
    pen.stroke();
  }
  const picture = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, 'image/png');
  });
  if (picture === null) {
    throw new Error('The signature could not be made into a picture.');
  }
  return new Uint8Array(await picture.arrayBuffer());
}
