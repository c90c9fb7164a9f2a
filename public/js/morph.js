// morph makes one element like another without replacing it: what has not changed stays where it is, with its focus, its place in a scrolled
// list, what is open and what is being typed. Elements with an id are the same wherever they stand; others are the same in the same place.
// What a script has put into an element with data-keep is its own.
export function morph(from, to) {
  if (from.nodeType !== to.nodeType || from.nodeName !== to.nodeName) {
    from.replaceWith(to);
    return;
  }
  if (from.nodeType !== Node.ELEMENT_NODE) {
    if (from.data !== to.data) from.data = to.data;
    return;
  }
  if (from.isEqualNode(to)) return;
  if ("keep" in from.dataset && "keep" in to.dataset || busy(from)) return;
  for (const { name } of [...from.attributes]) if (!to.hasAttribute(name) && !own(from, name)) from.removeAttribute(name);
  for (const { name, value } of to.attributes) if (from.getAttribute(name) !== value && !own(from, name)) from.setAttribute(name, value);
  if (from.matches("input, textarea")) {
    if (from.type === "checkbox" || from.type === "radio") from.checked = to.checked;
    else if (from.type !== "file" && from.value !== to.value) from.value = to.value;
    if (from.matches("textarea")) from.defaultValue = to.defaultValue;
    return;
  }
  children(from, to);
  if (from.matches("select")) from.value = to.value;
}

// own are attributes that belong to whoever reads: what is open stays open.
const own = (element, name) => name === "open" && element.matches("details, dialog");

// busy tells whether somebody has written into a field that is not sent yet.
export function busy(field) {
  if (!field.matches("input, textarea, select") || field.type === "hidden") return false;
  if (field === document.activeElement) return true;
  if (field.matches("select")) return [...field.options].some(option => option.selected !== option.defaultSelected) && [...field.options].some(option => option.defaultSelected);
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  return field.value !== field.defaultValue;
}

const typing = node => node.nodeType === Node.ELEMENT_NODE && [node, ...node.querySelectorAll("input, textarea, select")].some(busy);

function children(from, to) {
  const wanted = new Set([...to.children].map(child => child.id).filter(Boolean));
  const named = new Map([...from.children].filter(child => child.id).map(child => [child.id, child]));
  let here = from.firstChild;
  for (const want of [...to.childNodes]) {
    while (here?.id && !wanted.has(here.id)) here = drop(here);
    let same = want.id ? named.get(want.id) : null;
    if (!same && !want.id && here && !here.id && here.nodeName === want.nodeName) same = here;
    if (!same) {
      from.insertBefore(want, here);
      continue;
    }
    if (same !== here) move(from, same, here);
    here = same.nextSibling;
    morph(same, want);
  }
  while (here) here = drop(here);
}

// drop takes out what is there no more, unless somebody is writing in it, and answers what stands behind.
function drop(node) {
  const next = node.nextSibling;
  if (!typing(node)) node.remove();
  return next;
}

// move keeps the focus where the browser can.
function move(parent, node, before) {
  if (parent.moveBefore) return parent.moveBefore(node, before);
  const focused = node.contains(document.activeElement) ? document.activeElement : null;
  parent.insertBefore(node, before);
  focused?.focus({ preventScroll: true });
}
