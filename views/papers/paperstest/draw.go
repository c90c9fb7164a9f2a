package paperstest

import (
	"math"
	"strconv"
)

// draw reads what a page's content stream draws. The files use few of the operators; one that is not known here is a failed test.
func (r *reader) draw(page *Page, stream []byte) {
	var (
		operands []token
		font     *font
		size     float64
		x, y     float64 // of the text
		weight   float64
		from     [2]float64 // of a line
		boxes    []Box
		turn     *[2]float64 // what is drawn stands on its head around the half of this point
		kept     []*[2]float64
	)
	lexer := lexer{text: stream}
	n := func(i int) float64 { return operands[len(operands)-1-i].number } // from the last
	place := func(x, y float64) (float64, float64) {
		if turn != nil {
			x, y = turn[0]-x, turn[1]-y
		}
		return x * mm, page.Height - y*mm
	}
	show := func(parts []token) {
		text := Text{Size: size, Style: font.style}
		text.X, text.Y = place(x, y)
		at, on := text.X, 1.0
		if text.Turned = turn != nil; text.Turned {
			on = -1
		}
		for _, part := range parts {
			if part.kind == isNumber {
				at -= on * part.number / 1000 * size * mm
				continue
			}
			for _, r := range decode(part.text) {
				text.Text += string(r)
				text.places = append(text.places, at)
				at += on * font.width(r) / 1000 * size * mm
			}
		}
		text.places = append(text.places, at)
		text.X, text.Width = min(at, text.X), math.Abs(at-text.X)
		page.Texts = append(page.Texts, text)
	}
	for {
		token := lexer.next()
		if token.kind == isEnd {
			return
		}
		if token.kind != isOperator {
			operands = append(operands, token)
			continue
		}
		switch string(token.text) {
		case "BT":
			x, y = 0, 0
		case "Tf":
			font, size = r.fonts[string(operands[len(operands)-2].text)], n(0)
		case "Td":
			x, y = x+n(1), y+n(0)
		case "Tj":
			show(operands[len(operands)-1:])
		case "TJ":
			show(operands[len(operands)-1].parts)
		case "w":
			weight = n(0)
		case "m":
			from = [2]float64{n(1), n(0)}
		case "l":
			rule := Rule{Weight: weight}
			rule.X1, rule.Y1 = place(from[0], from[1])
			rule.X2, rule.Y2 = place(n(1), n(0))
			page.Rules = append(page.Rules, rule)
		case "re":
			box := Box{Width: n(1) * mm, Height: -n(0) * mm, Weight: weight}
			box.X, box.Y = place(n(3), n(2))
			boxes = append(boxes, box)
		case "S", "f", "B":
			for _, box := range boxes {
				box.Filled = string(token.text) != "S"
				page.Boxes = append(page.Boxes, box)
			}
			boxes = nil
		case "cm":
			if n(5) != -1 || n(4) != 0 || n(3) != 0 || n(2) != -1 {
				panic("paperstest knows no turn but onto the head")
			}
			turn = &[2]float64{n(1), n(0)}
		case "q":
			kept = append(kept, turn)
		case "Q":
			turn, kept = kept[len(kept)-1], kept[:len(kept)-1]
		case "ET", "Tw", "J", "j", "d", "g", "G", "rg", "RG":
		default:
			panic("an operator unknown to paperstest: " + string(token.text))
		}
		operands = operands[:0]
	}
}

// Kinds of tokens.
const (
	isEnd = iota
	isNumber
	isText
	isName
	isList
	isOperator
)

type token struct {
	kind   int
	number float64
	text   []byte // of a text without escapes, a name without its slash, an operator
	parts  []token
}

// lexer reads the tokens of a content stream.
type lexer struct {
	text []byte
	at   int
}

func (l *lexer) next() token {
	for l.at < len(l.text) && (l.text[l.at] == ' ' || l.text[l.at] == '\n') {
		l.at++
	}
	if l.at == len(l.text) {
		return token{}
	}
	switch l.text[l.at] {
	case '(':
		return token{kind: isText, text: l.string()}
	case '[':
		l.at++
		list := token{kind: isList}
		for {
			part := l.next()
			if part.kind == isOperator && string(part.text) == "]" {
				return list
			}
			if part.kind == isEnd {
				panic("a list without an end")
			}
			list.parts = append(list.parts, part)
		}
	case ']':
		l.at++
		return token{kind: isOperator, text: []byte("]")}
	case '/':
		l.at++
		return token{kind: isName, text: l.word()}
	}
	word := l.word()
	if number, err := strconv.ParseFloat(string(word), 64); err == nil {
		return token{kind: isNumber, number: number}
	}
	return token{kind: isOperator, text: word}
}

func (l *lexer) word() []byte {
	start := l.at
	for l.at < len(l.text) {
		switch l.text[l.at] {
		case ' ', '\n', '(', '[', ']', '/':
			return l.text[start:l.at]
		}
		l.at++
	}
	return l.text[start:]
}

func (l *lexer) string() (text []byte) {
	for l.at++; ; l.at++ {
		switch c := l.text[l.at]; c {
		case ')':
			l.at++
			return text
		case '\\':
			l.at++
			if c = l.text[l.at]; c == 'r' {
				c = '\r'
			}
			text = append(text, c)
		default:
			text = append(text, c)
		}
	}
}
