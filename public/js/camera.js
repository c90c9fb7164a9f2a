// Codes from pictures: a photo made small, and the live picture of a camera. Where the browser reads codes itself nothing is sent; else the
// program reads them. Browsers give a live camera only to a page that came encrypted, or from this machine.
const native = "BarcodeDetector" in window;

// shrink is a picture of at most 1600 pixels, enough for a code.
export async function shrink(source) {
  try {
    const picture = await createImageBitmap(source), scale = Math.min(1, 1600 / Math.max(picture.width, picture.height));
    return await jpeg(picture, picture.width * scale, picture.height * scale) ?? source;
  } catch { return source; }
}

function jpeg(picture, width, height) {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d").drawImage(picture, 0, 0, width, height);
  return new Promise(resolve => canvas.toBlob(resolve, "image/jpeg", .85));
}

// read is the code in a picture or video; "" when there is none, or when this browser cannot tell.
export async function read(picture) {
  if (!native) return "";
  try { return (await new BarcodeDetector({ formats: ["qr_code"] }).detect(picture instanceof Blob ? await createImageBitmap(picture) : picture))[0]?.rawValue ?? ""; }
  catch { return ""; }
}

// camera opens and closes with its button. It hands each code over once, again only after it was out of sight; ask reads a frame where the
// browser cannot.
export function camera(button, video, seen, ask) {
  if (!navigator.mediaDevices?.getUserMedia) return;
  const open = button.textContent;
  let stream = null, last = "", at = 0;
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (stream) {
      for (const track of stream.getTracks()) track.stop();
      stream = null;
    } else {
      try { video.srcObject = stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }); await video.play(); look(); }
      catch { stream = null; }
    }
    video.hidden = !stream;
    button.textContent = stream ? button.dataset.stop : open;
  });
  async function look() {
    if (!stream) return;
    let code = "";
    try { code = native ? await read(video) : await ask(await jpeg(video, video.videoWidth, video.videoHeight)); }
    catch { /* asked again with the next frame */ }
    if (code && (code !== last || Date.now() - at > 4000)) await seen(code);
    if (code) { last = code; at = Date.now(); }
    setTimeout(look, native ? 150 : 700);
  }
}
