// The page behind an invitation's link: it tells that a person has opened it. Robots that look at links run no scripts.
import {send} from "./send.js";

const opened = document.querySelector("[data-opened]");
if (opened) send(opened.dataset.opened, {}).catch(() => {});
